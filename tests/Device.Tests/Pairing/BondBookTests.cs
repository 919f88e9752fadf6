using System.Runtime.Versioning;
using EdgeRuntime.Device.Pairing;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Pairing;

[SupportedOSPlatform("linux")]
public sealed class BondBookTests : IDisposable
{
    private readonly PairingBench _bench = new();

    private string File => Path.Combine(_bench.Folder, "bonds.json");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Open_FirstTime_MakesAnIdThatStays()
    {
        var again = Reopen();

        Assert.Matches("^[0-9a-f]{16}$", _bench.Bonds.Glasses);
        Assert.Equal(_bench.Bonds.Glasses, again.Glasses);
    }

    [Fact]
    public void Add_SixthPhone_TakesThePlaceOfTheOneUsedLeastRecently()
    {
        var bonds = new List<Bond>();
        for (var i = 0; i < 5; i++)
        {
            bonds.Add(_bench.Pair($"Phone {i}"));
            _bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _bench.Bonds.Use(bonds[0].Id);
        var ended = new List<string>();
        _bench.Bonds.Ended += bond => ended.Add(bond.Name);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        _bench.Pair("Phone 5");

        Assert.Equal(["Phone 1"], ended);
        Assert.Equal(["Phone 0", "Phone 2", "Phone 3", "Phone 4", "Phone 5"], Reopen().Bonds.Select(bond => bond.Name).Order());
    }

    [Fact]
    public void Remove_Bond_IsGoneFromTheDiskBeforeAnyoneIsTold()
    {
        var bond = _bench.Pair();
        var left = -1;
        _bench.Bonds.Ended += _ => left = Reopen().Bonds.Count;

        Assert.Null(_bench.Bonds.Remove(bond.Id).Failure);

        Assert.Equal(0, left);
        Assert.Equal("bond-unknown", _bench.Bonds.Remove(bond.Id).Failure?.Code);
    }

    [Fact]
    public void Write_Bonds_OnlyTheOwnerCanRead()
    {
        _bench.Pair();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.DoesNotContain(
            Convert.ToBase64String(_bench.Bonds.Bonds[0].Key), _bench.Bonds.Bonds[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OthersMayRead_IsRefused()
    {
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal("bonds-open", Open().Failure?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"version":2,"glasses":"0011223344556677","name":"g","bonds":[]}""")]
    [InlineData("""{"version":1,"glasses":"00","name":"g","bonds":[]}""")]
    [InlineData("""{"version":1,"glasses":"0011223344556677","name":7,"bonds":[]}""")]
    [InlineData("""{"version":1,"glasses":"0011223344556677","name":"g","bonds":{}}""")]
    [InlineData("""{"version":1,"glasses":"0011223344556677","name":"g","bonds":[{"id":"0011223344556677","name":"p","key":"AAAA"}]}""")]
    [InlineData("""{"version":1,"glasses":"0011223344556677","name":"g","bonds":[null]}""")]
    public void Open_DamagedFile_OpensSaysSoAndKeepsACopy(string content)
    {
        System.IO.File.WriteAllText(File, content);

        var book = Open().Value!;

        Assert.Equal("bonds-damaged", book.Damage?.Code);
        Assert.Empty(book.Bonds);
        var copy = Assert.Single(Directory.GetFiles(_bench.Folder, "bonds.damaged-*.json"));
        Assert.Equal(content, System.IO.File.ReadAllText(copy));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(copy));
        Assert.Null(Open().Value!.Damage);
    }

    [Fact]
    public void Open_OneBondOfTwoDamaged_KeepsTheOther()
    {
        var good =
            """{"id":"00112233445566aa","name":"Good","key":"eZjUtSNo79ozOdG66DmzIWFf/narIiEu7Uhybl9hX9A=","paired":"2026-11-29T20:29:09+00:00","used":"2026-11-29T20:29:10+00:00"}""";
        System.IO.File.WriteAllText(File, $$"""{"version":1,"glasses":"0011223344556677","name":"g","bonds":[{"id":7},{{good}}]}""");

        var book = Open().Value!;

        Assert.Equal(("0011223344556677", "Good"), (book.Glasses, Assert.Single(book.Bonds).Name));
        Assert.Contains("bond 1", book.Damage!.Message);
    }

    private const string Good =
        """{"id":"00112233445566aa","name":"Good","key":"eZjUtSNo79ozOdG66DmzIWFf/narIiEu7Uhybl9hX9A=","paired":"2026-11-29T20:29:09+00:00","used":"2026-11-29T20:29:10+00:00"}""";

    [Theory]
    [InlineData("""{"version":1,"glasses":"0011223344556677","name":"\ud800","bonds":[GOOD]}""", "the name of the glasses", "Glasses")]
    [InlineData("""{"version":1,"glasses":"0011223344556677","name":"g","bonds":[{"id":"\ud800"},GOOD]}""", "bond 1", "g")]
    public void Open_HalfACharacterInOneText_LeavesThatOutByNameAndKeepsTheBond(string content, string leftOut, string name)
    {
        System.IO.File.WriteAllText(File, content.Replace("GOOD", Good, StringComparison.Ordinal));

        var book = Open().Value!;

        Assert.Equal(("0011223344556677", name, "Good"), (book.Glasses, book.Name, Assert.Single(book.Bonds).Name));
        Assert.Contains($"Left out: {leftOut}.", book.Damage?.Message);
        Assert.Single(Directory.GetFiles(_bench.Folder, "bonds.damaged-*.json"));
        Assert.Null(Open().Value!.Damage);
    }

    [Fact]
    public void Open_HalfACharacterInTheIdOfTheGlasses_BeginsAnewAndKeepsACopy()
    {
        System.IO.File.WriteAllText(File, $$"""{"version":1,"glasses":"\ud800","name":"g","bonds":[{{Good}}]}""");

        var book = Open().Value!;

        Assert.Contains("Left out: all of it.", book.Damage?.Message);
        Assert.Single(Directory.GetFiles(_bench.Folder, "bonds.damaged-*.json"));
    }

    [Theory]
    [MemberData(nameof(Misplaced.Kinds), MemberType = typeof(Misplaced))]
    public async Task Open_NoFileInItsPlace_PutsItAsideUnopenedAndGoesOn(string kind)
    {
        Misplaced.Make(kind, File);

        var book = await Misplaced.InTimeAsync(() => Open().Value!);

        Assert.Equal("bonds-damaged", book.Damage?.Code);
        Assert.Single(Directory.GetFileSystemEntries(_bench.Folder, "bonds.damaged-*.json"));
        Assert.Equal((null, book.Glasses), (Open().Value!.Damage, Reopen().Glasses));
    }

    private BondBook Reopen() => Open().Value!;

    private EdgeRuntime.Assistant.Outcome<BondBook> Open() => BondBook.Open(_bench.Folder, new PairingOptions(), new FakeTimeProvider());
}
