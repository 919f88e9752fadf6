using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Hearing;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Plays commands as a microphone would, 10 ms at a time and with quiet behind them, and notes when each was understood.
/// One thread, so that computing times mean something.</summary>
/// <param name="rows">The recordings; those without an intent are left out.</param>
/// <param name="noise">Noise under them; null for none.</param>
/// <param name="cutter">Cuts the sound into utterances as a conversation does.</param>
/// <param name="time">Clock for the computing.</param>
internal sealed class EndpointEvaluation(IReadOnlyList<LabelledCommand> rows, NoiseBed? noise, UtteranceCutter cutter, TimeProvider time)
{
    /// <summary>Quiet behind a recording: longer than any end-pointing waits.</summary>
    private const int TailSamples = AudioFormat.SampleRateHz * 2;

    /// <summary>Frames of 20 ms this far below the level of the speech still belong to it: word-final consonants are soft.</summary>
    private const double LastSoundDb = 20;

    private const int FrameSamples = AudioFormat.SampleRateHz / 50;

    private readonly List<double> _waits = [];
    private readonly List<double> _computing = [];
    private int _heard;
    private int _early;
    private int _failed;

    /// <summary>Runs to the end.</summary>
    /// <param name="progress">Called after every recording.</param>
    public async Task<EndpointReport> RunAsync(Action progress, CancellationToken cancellationToken)
    {
        for (var index = 0; index < rows.Count; index++)
        {
            if (rows[index].Intent.Length > 0) await HearAsync(index, cancellationToken).ConfigureAwait(false);
            progress();
        }

        return new EndpointReport
        {
            N = _heard,
            Failed = _failed,
            AcceptedRate = Rate(_waits.Count),
            EarlyCutRate = Rate(_early),
            EndToActionMs = Percentiles.Compute(_waits),
            ComputingMs = Percentiles.Compute(_computing),
        };
    }

    /// <summary>Number of the sample after the last sound of speech.</summary>
    internal static int EndOfSpeech(ReadOnlySpan<float> samples)
    {
        var bar = SpeechLevel.ActiveRms(samples) * Math.Pow(10, -LastSoundDb / 20);
        for (var at = samples.Length - FrameSamples; at >= 0; at -= FrameSamples)
        {
            if (SpeechLevel.Rms(samples.Slice(at, FrameSamples)) > bar) return at + FrameSamples;
        }

        return samples.Length;
    }

    private async ValueTask HearAsync(int index, CancellationToken cancellationToken)
    {
        var read = await Recording.ReadAsync(rows[index].File, cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var speech, out _))
        {
            _failed++;
            return;
        }

        _heard++;
        var end = EndOfSpeech(speech);
        var sound = new float[speech.Length + TailSamples];
        speech.CopyTo(sound, 0);
        Play(noise?.Under(sound, index) ?? sound, end);
    }

    private void Play(float[] sound, int end)
    {
        cutter.Reset();
        for (var at = 0; at + AudioFormat.HopSamples <= sound.Length; at += AudioFormat.HopSamples)
        {
            var began = time.GetTimestamp();
            if (cutter.Push(sound.AsSpan(at, AudioFormat.HopSamples)) is null) continue;
            var computing = time.GetElapsedTime(began).TotalMilliseconds;
            var waited = (at + AudioFormat.HopSamples - end) * 1000.0 / AudioFormat.SampleRateHz;
            _computing.Add(computing);
            _waits.Add(Math.Max(0, waited) + computing);
            _early += waited < 0 || cutter.Utterances > 1 ? 1 : 0;
            return;
        }

        _early += cutter.Utterances > 1 ? 1 : 0;
    }

    private double? Rate(int count) => _heard == 0 ? null : Math.Round((double)count / _heard, 5);
}
