using System.Runtime.Versioning;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Cloud.Deferring;

namespace Device.Tests.Cloud.Deferring;

[SupportedOSPlatform("linux")]
public sealed class DeferredQueueTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly DeferredQueue _queue;

    public DeferredQueueTests() => _queue = new DeferredQueue(_folder.Path, new DeferredOptions());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("link to nowhere")]
    [InlineData("pipe")]
    [InlineData("file")]
    public async Task PutStrangersAside_NoFolderInPlaceOfTheQueue_IsNamedKeptAndOutOfTheWay(string kind)
    {
        if (kind == "file") await File.WriteAllTextAsync(_folder["queue"], "garbage");
        else Misplaced.Make(kind, _folder["queue"]);
        Assert.Contains(_folder["queue"], Assert.Single(_queue.FindStrangers()).Message);

        var told = _queue.PutStrangersAside(At).ToArray();

        Assert.Contains("queue.damaged-20261125-100000", Assert.Single(told).Next);
        Assert.Contains(_folder["queue.damaged-20261125-100000"], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(1, (await KeepAsync()).Value);
    }

    [Theory]
    [InlineData("folder", "x")]
    [InlineData("full folder", "x.json")]
    [InlineData("pipe", "x.json")]
    [InlineData("link to nowhere", "x.json")]
    [InlineData("link to itself", "x.json")]
    public async Task PutStrangersAside_NoFileAmongTheWishes_IsNamedKeptAndTheWishStays(string kind, string name)
    {
        await KeepAsync();
        Misplaced.Make(kind, _folder[$"queue/{name}"]);

        var told = _queue.PutStrangersAside(At).ToArray();

        Assert.Contains($"queue/{name} is not a waiting wish", Assert.Single(told).Message);
        Assert.Contains(Directory.GetFileSystemEntries(_folder["queue"]), entry => entry.Contains("x.damaged-20261125-100000"));
        Assert.Equal(1, _queue.Count);
        Assert.Empty(_queue.FindStrangers());
    }

    [Fact]
    public async Task PutStrangersAside_OnlyWhatIsOurs_LeavesAllOfIt()
    {
        await KeepAsync();
        Assert.Empty(await _queue.PutDamagedAsideAsync(TimeProvider.System, default)); // makes the files of the lock
        await File.WriteAllTextAsync(_folder["queue/y.json.damaged"], "garbage");

        Assert.Empty(_queue.PutStrangersAside(At));
        Assert.Equal(1, _queue.Count);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("""{"key":"bad","at":"2026-11-25T10:00:00+00:00","text":"\ud800","trace_id":"0af7651916cd43dd8448eb211c80319c"}""")]
    public async Task PutDamagedAsideAsync_GarbageAmongTheWishes_IsNamedKeptAndTheWishStays(string garbage)
    {
        await KeepAsync();
        await File.WriteAllTextAsync(_folder["queue/202611251000000000000-bad.json"], garbage);

        var told = await _queue.PutDamagedAsideAsync(TimeProvider.System, default);

        Assert.Equal("queue-damaged", Assert.Single(told).Code);
        Assert.Equal(garbage, await File.ReadAllTextAsync(_folder["queue/202611251000000000000-bad.json.damaged"]));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public async Task Entries_APipeAmongTheWishes_IsNotOpened()
    {
        Directory.CreateDirectory(_folder["queue"]);
        Misplaced.Make("pipe", _folder["queue/x.json"]);

        var read = await Misplaced.InTimeAsync(() => _queue.Entries().ToArray());

        Assert.Equal("queue-damaged", Assert.Single(read).Failure?.Code);
    }

    private ValueTask<EdgeRuntime.Assistant.Outcome<int>> KeepAsync() =>
        _queue.KeepAsync(new DeferredWish("key", Utterance.Typed("why is the sky blue"), At, null, Asking.TraceId), default);
}
