using EdgeRuntime.Assistant;

namespace Device.Tests.Companion;

/// <summary>Names that a phone gives: one that cannot be said is left out, told by name, and the others stay.</summary>
public sealed class PhoneNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Put_OneNameThatCannotBeSaid_IsLeftOutAndToldByNameAndTheOthersStay()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("contacts", new { names = new[] { "Ada Lovelace", "Mum ❤️", "🎧", null, "a\nb", "Ада", new string('x', 101) } });

        await phone.FlushAsync();
        var problem = await phone.LiveAsync("problem");

        Assert.Equal("names-left-out", problem.GetProperty("code").GetString());
        Assert.Contains("\"🎧\"", problem.GetProperty("message").GetString());
        await phone.UntilAsync(() => memory.Waiting.Count == 0);
        Assert.Equal(["Ada Lovelace", "Mum ❤️", "a b", "Ада"], glasses.State.Current.Contacts);
    }

    [Fact]
    public async Task Put_MoreNamesThanAreKept_KeepsTheFirstAndSaysHowManyAreLeftOut()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);
        memory.Put("playlists", new { names = Enumerable.Range(1, 1003).Select(number => $"List {number}") });

        await phone.FlushAsync();
        var problem = await phone.LiveAsync("problem");

        Assert.Equal("names-too-many", problem.GetProperty("code").GetString());
        Assert.StartsWith("3 names ", problem.GetProperty("message").GetString());
        await phone.UntilAsync(() => memory.Waiting.Count == 0);
        Assert.Equal(1000, glasses.State.Current.Playlists.Count);
    }

    [Fact]
    public async Task Connect_NamesLeftOutOfTheContext_AreToldToThePhone()
    {
        var leftOut = new Failure("phone", "names-too-many", "500 names of the phone are left out.", "Send fewer.");
        await using var glasses = BenchCompanion.Start(_folder.Path, parts => parts with { Names = () => leftOut });
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        Assert.Equal("names-too-many", (await phone.LiveAsync("problem")).GetProperty("code").GetString());
    }
}
