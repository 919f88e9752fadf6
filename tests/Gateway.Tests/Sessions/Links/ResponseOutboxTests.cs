using System.Runtime.CompilerServices;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Sessions.Links;

namespace Gateway.Tests.Sessions.Links;

public sealed class ResponseOutboxTests
{
    [Fact]
    public void ReadAfter_MoreThanTheFirstRoomHolds_ComeInOrderWithTheirNumbers()
    {
        var outbox = new ResponseOutbox(mostMessages: 1000, mostBytes: 1 << 20);
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
        var outbox = new ResponseOutbox(mostMessages: 16, mostBytes: 1 << 20);
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
        var outbox = new ResponseOutbox(mostMessages: 16, mostBytes: 1 << 20);
        for (var i = 0; i < 16; i++) outbox.TryAdd(Word(i));

        Assert.False(outbox.TryAdd(Word(16)));
        Assert.True(outbox.TryComplete(new ConverseResponse { Error = new Error { Code = "client-not-reading" } }));
        Assert.False(outbox.TryAdd(Word(17)));
        Assert.True(outbox.Reaches(0));
    }

    [Fact]
    public void TryAdd_BytesRunOut_IsFullWhateverTheNumber()
    {
        var outbox = new ResponseOutbox(mostMessages: 1000, mostBytes: 1000);

        Assert.True(outbox.TryAdd(new ConverseResponse { TextDelta = new TextDelta { Text = new string('x', 900) } }));
        Assert.False(outbox.TryAdd(new ConverseResponse { TextDelta = new TextDelta { Text = new string('x', 100) } }));
        outbox.Acknowledge(1);
        Assert.True(outbox.TryAdd(new ConverseResponse { TextDelta = new TextDelta { Text = new string('x', 900) } }));
    }

    [Fact]
    public void Acknowledge_MoreThanThereIs_ForgetsWhatThereIs()
    {
        var outbox = new ResponseOutbox(mostMessages: 16, mostBytes: 1 << 20);
        outbox.TryAdd(Word(0));
        outbox.Acknowledge(ulong.MaxValue);

        Assert.False(outbox.Reaches(0));
        Assert.True(outbox.Reaches(1));
        Assert.False(outbox.Reaches(2));
        Assert.True(outbox.TryAdd(Word(1)));
        Assert.Equal(2ul, outbox.ReadAfter(1, out _, out _)!.Sequence);
    }

    [Fact]
    public void ReadAfter_SentBefore_ComesAgainAsItWasInAnyOrder()
    {
        var outbox = new ResponseOutbox(mostMessages: 300, mostBytes: 1 << 20);
        for (var i = 0; i < 300; i++)
        {
            outbox.TryAdd(Word(i));
            if (i % 7 != 0) outbox.Sent((ulong)i);
            if (i == 150) outbox.Acknowledge(100);
        }

        foreach (var i in Enumerable.Range(100, 200).Concat(Enumerable.Range(100, 200).Reverse()))
        {
            var again = outbox.ReadAfter((ulong)i, out _, out var hasMore)!;
            Assert.Equal(((ulong)i + 1, $"{i}", i < 299), (again.Sequence, again.TextDelta.Text, hasMore));
        }

        Assert.False(outbox.Reaches(99));
        Assert.Null(outbox.ReadAfter(99, out _, out _));
    }

    // Thousands of turns linger: kept as objects, their words made every garbage collection long.
    [Fact]
    public void Sent_AWord_IsKeptButNotItsObject()
    {
        var outbox = new ResponseOutbox(mostMessages: 16, mostBytes: 1 << 20);
        var word = Sent(outbox);

        GC.Collect();

        Assert.False(word.IsAlive);
        Assert.Equal("7", outbox.ReadAfter(0, out _, out _)!.TextDelta.Text);
    }

    [Fact]
    public async Task Attach_ResponsesAlreadyThere_TheReaderIsWoken()
    {
        var outbox = new ResponseOutbox(mostMessages: 16, mostBytes: 1 << 20);
        outbox.TryAdd(Word(0));
        var signal = new Signal();
        outbox.Attach(signal);

        Assert.True(signal.WaitAsync().IsCompleted);
        var waiting = signal.WaitAsync();
        Assert.False(waiting.IsCompleted);
        outbox.TryAdd(Word(1));
        await waiting;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Sent(ResponseOutbox outbox)
    {
        var word = Word(7);
        outbox.TryAdd(word);
        outbox.Sent(1);
        return new WeakReference(word);
    }

    private static ConverseResponse Word(int i) => new() { TextDelta = new TextDelta { Text = $"{i}" } };
}
