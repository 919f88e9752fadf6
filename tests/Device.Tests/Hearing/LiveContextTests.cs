using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Providers;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Device.Tests.Hearing;

public sealed class LiveContextTests : IDisposable
{
    private const string Yaml = """
        language: en
        intents:
          Call:
            data:
              - sentences: ["call {contact}"]
          Play:
            data:
              - sentences: ["play {playlist}"]
          Answer:
            data:
              - sentences: ["the former"]
                requires_context: { question: open }
        lists:
          contact: { type: dynamic, values: ["Anna"] }
          playlist: { type: dynamic, values: ["Favourites"] }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reported = [];
    private readonly TaskCompletionSource _told = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StateStore _state;
    private readonly GraphBuilder _graphs;
    private readonly LiveContext _context;

    public LiveContextTests()
    {
        File.WriteAllText(_folder["context.yaml"], Yaml);
        _state = StateStore.Open(_folder.Path, TimeProvider.System).Value!;
        _graphs = GraphBuilder.Open(DeviceProfile.Laptop, Repository.PathOf("models")).Value!;
        _context = new LiveContext(_folder["context.yaml"], _state, words => _graphs.Compile(words, []), _time, Report);
        Assert.Null(_context.Load());
    }

    public void Dispose()
    {
        _graphs.Dispose();
        _state.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Grace", null)]
    [InlineData(null, "Running")]
    public async Task FollowAsync_NewNames_TakeEffectWithoutBeingAskedFor(string? contact, string? playlist)
    {
        var before = _context.Current;
        using var stop = new CancellationTokenSource();
        var renewed = new TaskCompletionSource();
        _context.Renewed += _ => renewed.SetResult();
        var following = _context.FollowAsync(stop.Token);

        await GiveAsync(contact, playlist);
        await renewed.Task;

        Assert.NotSame(before, _context.Current);
        Assert.Contains(contact?.ToLowerInvariant() ?? playlist!.ToLowerInvariant(), _context.Current.Words.Words);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task FollowAsync_ContextThatDoesNotCompileAnyMore_KeepsTheOldOneAndSaysSoOnce()
    {
        var before = _context.Current;
        using var stop = new CancellationTokenSource();
        File.WriteAllText(_folder["context.yaml"], "intents: [");
        var following = _context.FollowAsync(stop.Token);

        await GiveAsync("Grace", null);
        await _told.Task;
        Assert.Same(before, _context.Current);

        var renewed = new TaskCompletionSource();
        _context.Renewed += _ => renewed.SetResult();
        await _state.UpdateAsync(state => state with { NextId = state.NextId + 1 }, default); // the same names would fail again
        File.WriteAllText(_folder["context.yaml"], Yaml);
        await GiveAsync("Ada", null);
        await renewed.Task;

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        Assert.Single(_reported);
    }

    [Fact]
    public async Task Current_WhileAQuestionIsOpen_TakesItsAnswersToo()
    {
        Assert.DoesNotContain("former", _context.Current.Words.Words);
        await _state.UpdateAsync(state => state with { Asked = new FollowUp("Call", "Who?") { AskedAt = _time.GetUtcNow() } }, default);

        Assert.Contains("former", _context.Current.Words.Words);
        Assert.Contains("anna", _context.Current.Words.Words);

        _time.Advance(FollowUp.Open + TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("former", _context.Current.Words.Words);
        Assert.Empty(_reported);
    }

    [Theory]
    [InlineData("❤️")]
    [InlineData("🎧")]
    [InlineData("'")]
    [InlineData("\ufe0f")]
    [InlineData("\ud83d")]
    [InlineData("!!!")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Load_OneNameThatCannotBeSaid_IsLeftOutByNameAndTheOthersStay(string? name)
    {
        await GiveNamesAsync("Ada Lovelace", name!, "Mum");

        Assert.Null(_context.Load());

        Assert.Equal("names-left-out", _context.LeftOut?.Code);
        Assert.Equal(
            ["ada", "call", "lovelace", "mum"], _context.Current.Words.Words.Where(word => word is not ("play" or "favourites")).Order());
    }

    [Theory]
    [InlineData("Mum ❤️", "mum")]
    [InlineData("Ада", "ada")]
    [InlineData("王芳", "wangfang")]
    [InlineData("Γιώργος", "giorgos")]
    [InlineData("Chill🎧", "chill")]
    [InlineData("José", "jose")]
    [InlineData("Jose\u0301", "jose")]
    [InlineData("Straße", "strasse")]
    public async Task Load_NameOfAnotherScriptOrWithAPicture_IsSaidInLetters(string name, string said)
    {
        await GiveNamesAsync(name);

        Assert.Null(_context.Load());

        Assert.Null(_context.LeftOut);
        Assert.Contains(said, _context.Current.Words.Words);
        var matcher = new EdgeRuntime.Assistant.Understanding.Typed.TextMatcher(_context.Current.Words);
        foreach (var typed in new[] { said, name })
        {
            Assert.Equal(name, matcher.Match($"call {typed}").Value!.Best!.Slots["contact"].Text);
        }
    }

    [Fact]
    public async Task Load_MoreNamesThanTheGraphHolds_LeavesOutSomeAndSaysHowMany()
    {
        await GiveNamesAsync(
            [.. Enumerable.Range(0, 1000)
                .Select(i => $"Name {(char)('a' + (i / 100))}{(char)('a' + (i / 10 % 10))}{(char)('a' + (i % 10))}")]);
        var context = new LiveContext(
            _folder["context.yaml"], _state, words => words.Words.Count > 20
                ? new Failure("context", "context-graph-too-large", "Too large.", "")
                : _graphs.Compile(words, []), _time, Report);

        Assert.Null(context.Load());

        Assert.Equal("names-too-many", context.LeftOut?.Code);
    }

    [Fact]
    public async Task Load_AnyNameAtAll_NeverStopsAStart()
    {
        var random = new Random(5);
        var names = Enumerable.Range(0, 300)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 30)).Select(_ => (char)random.Next(0, 0x10000))));

        await GiveNamesAsync([.. names]);

        Assert.Null(_context.Load());
    }

    private async Task GiveNamesAsync(params string[] names)
    {
        Assert.Null(
            (await _state.UpdateAsync(
                now => now with { Phones = new Dictionary<string, PhoneProgress> { ["one"] = new() { Contacts = names } } },
                default)).Failure);
    }

    private void Report(Failure failure)
    {
        _reported.Add(failure.Code);
        _told.TrySetResult();
    }

    private async Task GiveAsync(string? contact, string? playlist) => Assert.Null((await _state.UpdateAsync(
        state => state with
        {
            Phones = new Dictionary<string, PhoneProgress>
            {
                ["one"] = new() { Contacts = contact is null ? [] : [contact], Playlists = playlist is null ? [] : [playlist] },
            },
        },
        default)).Failure);
}
