using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Measures both stages of one wake phrase on folders of recordings with and without it. One thread.</summary>
/// <param name="listener">Hears with only this phrase enabled, at a low threshold so that the second stage sees every candidate.</param>
/// <param name="check">Second stage.</param>
/// <param name="noise">Noise under every recording; null for none.</param>
/// <param name="progress">Called after every recording; null for nobody.</param>
public sealed class WakeEvaluation(AlwaysOnListener listener, WakeCheck check, NoiseBed? noise, Action? progress)
{
    /// <summary>Silence before and behind a recording of the phrase: such clips are often cut to the last sample.</summary>
    private static readonly float[] Margin = new float[AudioFormat.SampleRateHz / 2];

    private readonly List<double> _scores = [];
    private readonly List<UnusableRecording> _failures = [];

    /// <summary>Recordings that could not be used.</summary>
    public IReadOnlyList<UnusableRecording> Failures => _failures;

    /// <summary>Best score of each recording that holds the phrase; -infinity where it was never a candidate.</summary>
    public async Task<IReadOnlyList<double>> ScorePositivesAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var best = new List<double>();
        for (var index = 0; index < files.Count; index++)
        {
            if (await ReadAsync(files[index], index, Margin, cancellationToken).ConfigureAwait(false) is { } samples)
            {
                BeginStream();
                Hear(samples);
                Take(listener.Finish());
                best.Add(_scores.Count == 0 ? double.NegativeInfinity : _scores.Max());
            }

            progress?.Invoke();
        }

        return best;
    }

    /// <summary>Score of every candidate in recordings without the phrase, heard one after the other as one stream,
    /// and their length.</summary>
    public async Task<(IReadOnlyList<double> Scores, TimeSpan Length)> ScoreNegativesAsync(
        IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        BeginStream();
        long heard = 0;
        for (var index = 0; index < files.Count; index++)
        {
            heard += noise is null
                ? await StreamAsync(files[index], cancellationToken).ConfigureAwait(false)
                : Hear(await ReadAsync(files[index], index, [], cancellationToken).ConfigureAwait(false) ?? []);
            progress?.Invoke();
        }

        Take(listener.Finish());
        return ([.. _scores], TimeSpan.FromSeconds((double)heard / AudioFormat.SampleRateHz));
    }

    private void BeginStream()
    {
        listener.Reset();
        check.Reset();
        _scores.Clear();
    }

    private async ValueTask<float[]?> ReadAsync(string file, int index, float[] margin, CancellationToken cancellationToken)
    {
        var read = await Recording.ReadAsync(file, cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var samples, out var failure))
        {
            _failures.Add(new UnusableRecording(file, failure.Code, failure.Message));
            return null;
        }

        float[] framed = [.. margin, .. samples, .. margin];
        return noise is null ? framed : noise.Under(framed, index);
    }

    // Hours of negatives are not read into memory.
    private async ValueTask<long> StreamAsync(string file, CancellationToken cancellationToken)
    {
        if (!WavSource.Open(file).TryGet(out var source, out var failure))
        {
            _failures.Add(new UnusableRecording(file, failure.Code, failure.Message));
            return 0;
        }

        await using (source)
        {
            var block = new float[AudioFormat.SampleRateHz / 10];
            long heard = 0;
            int read;
            while ((read = await source.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
            {
                heard += Hear(
                block.AsSpan(0, read));
            }

            if (source.Failure is { } cut) _failures.Add(new UnusableRecording(file, cut.Code, cut.Message));
            return heard;
        }
    }

    private long Hear(ReadOnlySpan<float> samples)
    {
        const int Block = AudioFormat.SampleRateHz / 10;
        for (var at = 0; at < samples.Length; at += Block)
        {
            Take(listener.Push(samples.Slice(at, Math.Min(Block, samples.Length - at))));
        }

        return samples.Length;
    }

    private void Take(ReadOnlySpan<ListenerEvent> events)
    {
        foreach (ref readonly var heard in events)
        {
            if (heard.Kind == ListenerEventKind.Wake) _scores.Add(check.Check(listener.History, heard.Wake).Sum);
        }
    }
}
