using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Sessions;

namespace Gateway.Tests.Sessions;

public sealed class OutboxTests
{
    [Fact]
    public void ReadAfter_MoreThanTheFirstRoomHolds_ComeInOrderWithTheirNumbers()
    {
        var outbox = new Outbox(mostMessages: 1000, mostBytes: 1 << 20);
        for (var i = 0; i < 100; i++) Assert.True(outbox.TryAdd(Word(i)));
        outbox.TryComplete(new ConverseResponse { Done = new Done() });

        for (ulong i = 0; i < 100; i++)
        {
            var response = outbox.ReadAfter(i, out var isLast, out var hasMore)!;
            Assert.Equal((i + 1, $"{i}", false, true), (response.Sequence, response.TextDelta.Text, isLast, hasMore));
        }

        Assert.NotNull(outbox.ReadAfter(100, out var ends, out var more)!.Done);
        Assert.Equal((true, false), (ends, more));
        Assert.Null(outbox.ReadAfter(101, out _, out _));
    }

    [Fact]
    public void TryAdd_FullOfWhatWasSent_ForgetsTheOldest()
    {
        var outbox = new Outbox(mostMessages: 16, mostBytes: 1 << 20);
        for (var i = 0; i < 16; i++) outbox.TryAdd(Word(i));
        outbox.Sent(3);

        Assert.True(outbox.TryAdd(Word(16)));
        Assert.False(outbox.Reaches(0));
        Assert.True(outbox.Reaches(1));
        Assert.Null(outbox.ReadAfter(0, out _, out _));
        Assert.Equal(17ul, outbox.ReadAfter(16, out _, out _)!.Sequence);
    }

    [Fact]
    public void TryAdd_FullOfWhatWasNeverSent_TakesOnlyTheLastMessage()
    {
        var outbox = new Outbox(mostMessages: 16, mostBytes: 1 << 20);
        for (var i = 0; i < 16; i++) outbox.TryAdd(Word(i));

        Assert.False(outbox.TryAdd(Word(16)));
        Assert.True(outbox.TryComplete(new ConverseResponse { Error = new Error { Code = "client-not-reading" } }));
        Assert.False(outbox.TryAdd(Word(17)));
        Assert.True(outbox.Reaches(0));
    }

    [Fact]
    public void TryAdd_BytesRunOut_IsFullWhateverTheNumber()
    {
        var outbox = new Outbox(mostMessages: 1000, mostBytes: 1000);

        Assert.True(outbox.TryAdd(new ConverseResponse { TextDelta = new TextDelta { Text = new string('x', 900) } }));
        Assert.False(outbox.TryAdd(new ConverseResponse { TextDelta = new TextDelta { Text = new string('x', 100) } }));
        outbox.Acknowledge(1);
        Assert.True(outbox.TryAdd(new ConverseResponse { TextDelta = new TextDelta { Text = new string('x', 900) } }));
    }

    [Fact]
    public void Acknowledge_MoreThanThereIs_ForgetsWhatThereIs()
    {
        var outbox = new Outbox(mostMessages: 16, mostBytes: 1 << 20);
        outbox.TryAdd(Word(0));
        outbox.Acknowledge(ulong.MaxValue);

        Assert.False(outbox.Reaches(0));
        Assert.True(outbox.Reaches(1));
        Assert.False(outbox.Reaches(2));
        Assert.True(outbox.TryAdd(Word(1)));
        Assert.Equal(2ul, outbox.ReadAfter(1, out _, out _)!.Sequence);
    }

    [Fact]
    public async Task Attach_ResponsesAlreadyThere_TheReaderIsWoken()
    {
        var outbox = new Outbox(mostMessages: 16, mostBytes: 1 << 20);
        outbox.TryAdd(Word(0));
        var signal = new Signal();
        outbox.Attach(signal);

        Assert.True(signal.WaitAsync().IsCompleted);
        var waiting = signal.WaitAsync();
        Assert.False(waiting.IsCompleted);
        outbox.TryAdd(Word(1));
        await waiting;
    }

    private static ConverseResponse Word(int i) => new() { TextDelta = new TextDelta { Text = $"{i}" } };
}
