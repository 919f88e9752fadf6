using System.Threading.Channels;
using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions.Links;
using EdgeRuntime.Gateway.Upstreams;
using Google.Protobuf;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>Speaks an answer sentence by sentence while it is still being written. Words go on without waiting for their sound;
/// the sentences waiting are bounded by the bound of an answer. Owned by one turn; disposing it ends the work.</summary>
internal sealed class SpeechLine : IAsyncDisposable
{
    private const int BytesPerSample = 2;
    private const int MsPerToken = 300; // 0.75 words a token at 150 words a minute

    // an answer is bounded
    private readonly Channel<string> _sentences = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SpeechSentences _splitter = new();
    private readonly ServedTurn _turn;
    private readonly TurnServices _services;
    private readonly TurnMeter _meter;
    private readonly ChatRequest _request;
    private readonly Func<Amounts, Amounts, ValueTask<Failure?>> _afford;
    private readonly CancellationTokenSource _stop;
    private readonly Task<TurnEnding?> _work;

    /// <summary>Begins to wait for sentences.</summary>
    /// <param name="turn">Whose answer it is.</param>
    /// <param name="services">What all turns share.</param>
    /// <param name="meter">Counts the sound.</param>
    /// <param name="request">Which model speaks.</param>
    /// <param name="afford">Sets money aside for a sentence.</param>
    public SpeechLine(
        ServedTurn turn, TurnServices services, TurnMeter meter, ChatRequest request, Func<Amounts, Amounts, ValueTask<Failure?>> afford)
    {
        (_turn, _services, _meter, _request, _afford) = (turn, services, meter, request, afford);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_turn.Stopped);
        _work = SpeakAsync();
    }

    /// <summary>Takes the next words.</summary>
    public void Add(string words) => _splitter.Add(words, sentence => _sentences.Writer.TryWrite(sentence));

    /// <summary>Waits until everything was spoken; gives why it was not.</summary>
    public async ValueTask<TurnEnding?> FinishAsync()
    {
        _splitter.Flush(sentence => _sentences.Writer.TryWrite(sentence));
        _sentences.Writer.TryComplete();
        return await _work;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sentences.Writer.TryComplete();
        await _stop.CancelAsync();
        // its outcome was taken by FinishAsync, or nobody wants it any more
        await ((Task)_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<TurnEnding?> SpeakAsync()
    {
        await foreach (var sentence in _sentences.Reader.ReadAllAsync(_stop.Token))
        {
            using var stage = GatewayTracing.Stage("edge_gateway.speech");
            if (await _afford(default(Amounts) with { AudioOutputMs = TokenEstimate.Count(sentence) * MsPerToken }, default) is { } poor)
            {
                return poor;
            }

            if (!(await _services.Models.SpeakAsync(_request, sentence, _stop.Token)).TryGet(out var spoken, out var failure))
            {
                return failure;
            }

            _meter.Spoke(spoken.Pcm16.Length * 1000L / (BytesPerSample * spoken.SampleRateHz));
            Send(spoken);
            if (_meter.IsExhausted) return StopReason.Budget;
        }

        return null;
    }

    private void Send(SpokenSentence spoken)
    {
        for (var at = 0; at < spoken.Pcm16.Length; at += Bounds.AudioBytes)
        {
            var piece = spoken.Pcm16.Slice(at, Math.Min(Bounds.AudioBytes, spoken.Pcm16.Length - at));
            var audio = new SpeechAudio { Pcm16 = UnsafeByteOperations.UnsafeWrap(piece), SampleRateHz = (uint)spoken.SampleRateHz };
            if (_turn.Outbox.TryAdd(new ConverseResponse { SpeechAudio = audio })) continue;
            _turn.Stop(StopCause.Failed, SessionFailures.NotReading);
            return;
        }
    }
}
