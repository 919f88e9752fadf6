using System.Runtime.Versioning;
using EdgeRuntime.Device.Cloud;

namespace Device.Tests.Cloud;

[SupportedOSPlatform("linux")]
public sealed class CloudAccountTests
{
    private static readonly string Pin = new('a', 64);

    [Theory]
    [InlineData("gateway", "k", null, "cloud-address-invalid")]
    [InlineData("ftp://gateway", "k", null, "cloud-address-invalid")]
    [InlineData("https://gateway/path", "k", null, "cloud-address-invalid")]
    [InlineData("https://me@gateway", "k", null, "cloud-address-invalid")]
    [InlineData("http://gateway:80", "k", null, "cloud-address-plain")]
    [InlineData("https://gateway", "", null, "cloud-key-invalid")]
    [InlineData("https://gateway", "a b", null, "cloud-key-invalid")]
    [InlineData("https://gateway", "a\nb", null, "cloud-key-invalid")]
    [InlineData("https://gateway", "k", "abc", "cloud-pin-invalid")]
    public void Of_SomethingWrong_IsNamed(string address, string key, string? pin, string code) =>
        Assert.Equal(code, CloudAccount.Parse(address, key, pin).Failure!.Code);

    [Fact]
    public void Of_PinWithColons_IsTheSamePin() =>
        Assert.Equal(
            Pin, CloudAccount.Parse(
                "https://gateway", "k", string.Join(':', Pin.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)))).Value!.Pin);

    [Fact]
    public void ToString_Account_HidesTheKey() =>
        Assert.DoesNotContain("s3cret", CloudAccount.Parse("https://gateway", "s3cret", Pin).Value!.ToString());

    [Theory]
    [MemberData(nameof(Misplaced.Kinds), MemberType = typeof(Misplaced))]
    public async Task Read_NoFileInItsPlace_IsSaidAndConnectingAnewKeepsACopy(string kind)
    {
        using var folder = new TemporaryFolder();
        var file = new CloudAccountFile(folder.Path);
        Misplaced.Make(kind, folder["cloud.json"]);

        var read = await Misplaced.InTimeAsync(file.Read);
        var written = await Misplaced.InTimeAsync(() => file.Write(CloudAccount.Parse("https://gateway:8443", "s3cret", Pin).Value!));

        Assert.Equal(("cloud-account-damaged", null), (read.Failure?.Code, written));
        Assert.Equal("s3cret", file.Read().Value?.Key);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path, "cloud.damaged-*.json"));
    }

    [Fact]
    public void Write_Account_IsReadBackAndReadableByItsOwnerOnly()
    {
        using var folder = new TemporaryFolder();
        var file = new CloudAccountFile(folder.Path);
        var account = CloudAccount.Parse("https://gateway:8443", "s3cret", Pin).Value!;

        Assert.Null(file.Write(account));

        Assert.Equal(account, file.Read().Value);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["cloud.json"]));
        Assert.Null(file.Delete());
        Assert.Null(file.Read().Value);
    }

    [Fact]
    public void Read_FileOpenToOthers_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = new CloudAccountFile(folder.Path);
        file.Write(CloudAccount.Parse("https://gateway:8443", "s3cret", null).Value!);
        File.SetUnixFileMode(folder["cloud.json"], UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var failure = file.Read().Failure!;

        Assert.Equal("cloud-account-open", failure.Code);
        Assert.StartsWith("Refusing to", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"address\":\"https://gateway\"}")]
    public void Read_Damaged_IsNamed(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["cloud.json"], content);
        File.SetUnixFileMode(folder["cloud.json"], UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal("cloud-account-damaged", new CloudAccountFile(folder.Path).Read().Failure!.Code);
    }
}
