using System.Threading.Channels;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Speaks an answer sentence by sentence while the rest still comes. The speech stage of the trace begins with the first sentence.
/// One caller. Disposing it waits until nothing speaks any more.</summary>
internal sealed class AnswerVoice(ISpeaker speaker, StageRunner stages, TurnTrace trace, TimeSpan deadline, CancellationToken turn)
    : IAsyncDisposable
{
    // Waits when speech lags far behind: the words then stay with the sender, which must not drop any.
    private readonly Channel<string> _sentences = Channel.CreateBounded<string>(
        new BoundedChannelOptions(32) { SingleReader = true, SingleWriter = true });
    private Task<Outcome<SpokenAnswer>>? _speaking;
    private int _count;

    /// <summary>Hands the next sentence over.</summary>
    public async ValueTask SayAsync(string sentence, CancellationToken cancellationToken)
    {
        if (sentence.Length == 0) return;
        _speaking ??= SpeakAsync();
        _count++;

        // Closed means that speech has failed; the answer is still read to its end.
        while (await _sentences.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_sentences.Writer.TryWrite(sentence)) return;
        }
    }

    /// <summary>Waits until all is said; null when there was nothing to say.</summary>
    public async ValueTask<Outcome<SpokenAnswer>?> FinishAsync()
    {
        _sentences.Writer.TryComplete();
        if (_speaking is null) return null;
        return await _speaking.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sentences.Writer.TryComplete();

        // What it came to was said by FinishAsync, or is the cancellation that is under way.
        if (_speaking is not null) await ((Task)_speaking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<Outcome<SpokenAnswer>> SpeakAsync()
    {
        var stage = new Stage<SpokenAnswer>(
            Stages.Speech,
            deadline,
            [TraceField.Create("streamed", true)],
            spoken =>
                [TraceField.Create("means", spoken.Means), TraceField.Create("first_sound_ms", spoken.FirstSound.TotalMilliseconds),
                    TraceField.Create("sentences", _count)]);
        try
        {
            return await stages.RunAsync(trace, stage, SayAllAsync, turn).ConfigureAwait(false);
        }
        finally
        {
            _sentences.Writer.TryComplete();
        }
    }

    private async ValueTask<Outcome<SpokenAnswer>> SayAllAsync(CancellationToken stop)
    {
        SpokenAnswer? all = null;
        var waiting = new List<string>();
        while (await _sentences.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            waiting.Clear();
            while (_sentences.Reader.TryRead(out var sentence)) waiting.Add(sentence);
            var said = await speaker.SayAsync(waiting.ToArray(), stop).ConfigureAwait(false);
            if (!said.TryGet(out var part, out var failure)) return failure;
            all = all is null ? part : all with { Length = all.Length + part.Length };
        }

        return all!; // the stage begins with a sentence, so there is one
    }
}
