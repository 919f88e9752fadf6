using System.Threading.Channels;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Upstreams;
using Google.Protobuf;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Speaks an answer sentence by sentence while it is still being written. Words go on without waiting for their sound; the sentences waiting are
/// bounded by the bound of an answer. Owned by one turn; disposing it ends the work.</summary>
internal sealed class SpeechLine : IAsyncDisposable
{
    private const int BytesPerSample = 2;

    private readonly Channel<string> sentences = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true }); // an answer is bounded
    private readonly SentenceSplitter splitter = new();
    private readonly Turn turn;
    private readonly TurnServices services;
    private readonly TurnMeter meter;
    private readonly ChatRequest request;
    private readonly CancellationTokenSource stop;
    private readonly Task<TurnEnding?> work;

    /// <summary>Begins to wait for sentences.</summary>
    public SpeechLine(Turn turn, TurnServices services, TurnMeter meter, ChatRequest request)
    {
        (this.turn, this.services, this.meter, this.request) = (turn, services, meter, request);
        stop = CancellationTokenSource.CreateLinkedTokenSource(turn.Stopped);
        work = SpeakAsync();
    }

    /// <summary>Takes the next words.</summary>
    public void Add(string words) => splitter.Add(words, sentence => sentences.Writer.TryWrite(sentence));

    /// <summary>Waits until everything was spoken; gives why it was not.</summary>
    public async ValueTask<TurnEnding?> FinishAsync()
    {
        splitter.Flush(sentence => sentences.Writer.TryWrite(sentence));
        sentences.Writer.TryComplete();
        return await work;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        sentences.Writer.TryComplete();
        await stop.CancelAsync();
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its outcome was taken by FinishAsync, or nobody wants it any more
        stop.Dispose();
    }

    private async Task<TurnEnding?> SpeakAsync()
    {
        await foreach (var sentence in sentences.Reader.ReadAllAsync(stop.Token))
        {
            using var stage = GatewayTracing.Stage("edge_gateway.speech");
            if (!(await services.Models.SpeakAsync(request, sentence, stop.Token)).TryGet(out var spoken, out var failure)) return failure;
            meter.Spoke(spoken.Pcm16.Length * 1000L / (BytesPerSample * spoken.SampleRateHz));
            Send(spoken);
            if (meter.IsExhausted) return StopReason.Budget;
        }

        return null;
    }

    private void Send(SpokenSentence spoken)
    {
        for (var at = 0; at < spoken.Pcm16.Length; at += Bounds.AudioBytes)
        {
            var piece = spoken.Pcm16.Slice(at, Math.Min(Bounds.AudioBytes, spoken.Pcm16.Length - at));
            var audio = new SpeechAudio { Pcm16 = UnsafeByteOperations.UnsafeWrap(piece), SampleRateHz = (uint)spoken.SampleRateHz };
            if (turn.Outbox.TryAdd(new ConverseResponse { SpeechAudio = audio })) continue;
            turn.Stop(StopCause.Failed, SessionFailures.NotReading);
            return;
        }
    }
}
