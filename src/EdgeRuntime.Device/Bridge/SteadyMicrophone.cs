using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Bridge;

/// <summary>A microphone that is started again when its program stops or falls silent, each time after a longer wait,
/// and given up when no start lasts. The sound goes on with a gap.
/// One that gives zeros and nothing else is told of once and listened to all the same. One reader; allocates nothing per chunk.</summary>
public sealed class SteadyMicrophone : IAudioSource
{
    private readonly MicrophoneOptions _options;
    private readonly Func<Outcome<ProcessMicrophone>> _start;
    private readonly TimeProvider _time;
    private readonly Action<Failure> _explain;
    private ProcessMicrophone _program;
    private long _droppedBefore; // by programs that are gone
    private int _starts = 1; // in a row, none of which lasted
    private long _zeros; // samples since the last that was none, or until they were told of
    private bool _isToldOfZeros;

    private SteadyMicrophone(
        MicrophoneOptions options, Func<Outcome<ProcessMicrophone>> start, ProcessMicrophone first, TimeProvider time,
        Action<Failure> explain)
    {
        _options = options;
        _start = start;
        _program = first;
        _time = time;
        _explain = explain;
    }

    /// <summary>Samples lost because nobody read them in time.</summary>
    public long DroppedSamples => _droppedBefore + _program.DroppedSamples;

    /// <inheritdoc/>
    public Failure? Failure { get; private set; }

    /// <summary>Starts the program. Failures: those of <see cref="ProcessMicrophone.Start"/>.</summary>
    /// <param name="options">Program, silence and pauses.</param>
    /// <param name="programs">Finds <c>arecord</c>.</param>
    /// <param name="explain">Told why the sound stopped, each time that it is started again.</param>
    public static Outcome<SteadyMicrophone> Start(
        MicrophoneOptions options, ProgramFinder programs, TimeProvider time, Action<Failure> explain)
    {
        Outcome<ProcessMicrophone> Program() => ProcessMicrophone.Start(options, programs, time);
        return Program().TryGet(out var first, out var failure) ? new SteadyMicrophone(options, Program, first, time, explain) : failure;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        int count;
        while ((count = await _program.ReadAsync(samples, cancellationToken).ConfigureAwait(false)) == 0 && !samples.IsEmpty)
        {
            if (!await TryAgainAsync(cancellationToken).ConfigureAwait(false)) return 0;
        }

        if (!_isToldOfZeros) Watch(samples.Span[..count]);
        return count;
    }

    // Every converter that hears anything makes noise.
    private void Watch(ReadOnlySpan<float> samples)
    {
        _zeros = samples.ContainsAnyExcept(0f) ? 0 : _zeros + samples.Length;
        if (_zeros < _options.Zeros.TotalSeconds * AudioFormat.SampleRateHz) return;
        _isToldOfZeros = true;
        _explain(MicrophoneFailures.Zeros(_options.Command ?? "arecord", _options.Zeros));
    }

    /// <summary>Ends the program and waits until it is gone.</summary>
    public ValueTask DisposeAsync() => _program.DisposeAsync();

    // A file that came through whole ends the sound in order; a program that is not there will not be there in a second either.
    private async ValueTask<bool> TryAgainAsync(CancellationToken cancellationToken)
    {
        var failure = _program.Failure;
        if (_program.ReceivedSamples >= _options.Steady.TotalSeconds * AudioFormat.SampleRateHz) _starts = 0;
        if (failure is null || failure.Code == MicrophoneFailures.MissingCode || _starts >= _options.MostStarts)
        {
            Failure = failure;
            return false;
        }

        _explain(failure with { Next = "It is started again." });
        await Task.Delay(_options.FirstPause * Math.Pow(2, Math.Max(0, _starts - 1)), _time, cancellationToken).ConfigureAwait(false);
        if (!_start().TryGet(out var next, out var notStarted))
        {
            Failure = notStarted;
            return false;
        }

        _droppedBefore += _program.DroppedSamples;
        await _program.DisposeAsync().ConfigureAwait(false);
        _program = next;
        _starts++;
        return true;
    }
}
