using System.Buffers.Binary;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Bridge;

/// <summary>A microphone behind a program that writes raw samples: <c>arecord</c>, or any other. Bounded:
/// sound that nobody reads in time gives way and is counted. A program that delivers faster than real time is no microphone; it is held
/// back instead, so that a file comes through whole, and its end is a good one. Any other end, and silence, is a failure.
/// One reader; allocates nothing per chunk.</summary>
public sealed class ProcessMicrophone : IAudioSource
{
    private const int ChunkSamples = AudioFormat.HopSamples; // 10 ms
    private const int NotFound = 127; // exit status of a shell that knows no such program

    private readonly SupervisedProcess _process;
    private readonly SampleRing _ring;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly long _headStart; // samples a live microphone may be ahead of the clock
    private readonly string _command;
    private readonly TimeSpan _silence;
    private readonly Task _pump;
    private readonly ITimer _watch;
    private long _received; // samples
    private long _receivedBefore; // at the last look of the watch
    private volatile bool _held; // while the program waits for its reader
    private bool _wasHeld; // the pump's own
    private volatile bool _stopping;

    private ProcessMicrophone(SupervisedProcess process, string command, MicrophoneOptions options, TimeProvider time)
    {
        _process = process;
        _command = command;
        _time = time;
        _began = time.GetTimestamp();
        var room = (int)(options.Buffer.TotalSeconds * AudioFormat.SampleRateHz);
        _ring = new SampleRing(room);

        // Less than fits: when the room is full for the first time, a file is this far ahead for sure, however late its reader begins.
        _headStart = room / 2;
        _silence = options.Silence;

        // A thread of its own: blocking reads of a pipe allocate nothing, and sound must not wait for the thread pool.
        _pump = process.ReadBy(
            Task.Factory.StartNew(Pump, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        _watch = time.CreateTimer(static microphone => ((ProcessMicrophone)microphone!).Look(), this, _silence, _silence);
    }

    /// <summary>Samples that the program has given.</summary>
    public long ReceivedSamples => Interlocked.Read(ref _received);

    /// <summary>Samples lost because nobody read them in time.</summary>
    public long DroppedSamples => _ring.Dropped;

    /// <inheritdoc/>
    public Failure? Failure { get; private set; }

    /// <returns>The microphone; <c>microphone-missing</c> where the program is not installed, <c>microphone-stuck</c> where killed ones are
    /// still there.</returns>
    public static Outcome<ProcessMicrophone> Start(MicrophoneOptions options, ProgramFinder programs, TimeProvider time)
    {
        if (options.Validate() is { } wrong)
        {
            return wrong;
        }

        if (options.Command is null && programs.Find("arecord") is null)
        {
            return MicrophoneFailures.Missing("arecord");
        }

        var command = options.Command ?? "arecord -q -t raw -f S16_LE -r 16000 -c 1 -";
        if (SupervisedProcess.Start("/bin/sh", ["-c", command], command, sharesInput: true).TryGet(out var process, out var failure))
        {
            return new ProcessMicrophone(process, command, options, time);
        }

        return failure.Code == SupervisedProcess.StuckCode
            ? MicrophoneFailures.Stuck(command)
            : MicrophoneFailures.Ended(command, failure.Message);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken) =>
        _ring.ReadAsync(samples, cancellationToken);

    /// <summary>Ends the program and waits until it is gone, or a second.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _watch.DisposeAsync().ConfigureAwait(false);
        _ring.Complete();
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    private void Pump()
    {
        var bytes = new byte[ChunkSamples * sizeof(short)];
        var samples = new float[ChunkSamples];
        var held = 0;
        int read;
        var pipe = _process.Output;
        while ((read = pipe.Read(bytes, held, bytes.Length - held)) > 0)
        {
            held += read;
            var count = held / sizeof(short);
            Decode(bytes, samples.AsSpan(0, count));
            var live = Interlocked.Add(ref _received, count) <= DueByNow();
            _held = !live;
            _wasHeld |= !live;
            _ring.Write(samples.AsSpan(0, count), mayDrop: live);
            _held = false;
            bytes[0] = bytes[Math.Max(0, held - 1)];
            held %= sizeof(short);
        }

        if (!_stopping) Failure ??= WhyEnded();
        _ring.Complete();
    }

    private void Look()
    {
        var received = Interlocked.Read(ref _received);
        var nothingNew = received == Interlocked.Exchange(ref _receivedBefore, received);
        if (!nothingNew || _held || _stopping || _pump.IsCompleted) return;
        Failure = MicrophoneFailures.Silent(_command, _silence);
        _process.Kill();
        _ring.Complete(); // not the pump: something that the program left behind may hold its pipe open
    }

    private long DueByNow() => _headStart + (long)(_time.GetElapsedTime(_began).TotalSeconds * AudioFormat.SampleRateHz);

    private static void Decode(byte[] bytes, Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(i * sizeof(short))) / 32768f;
        }
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "at its end, for the program is gone; this is the pump's own thread")]
    private Failure? WhyEnded() => _process.Exited.GetAwaiter().GetResult() switch
    {
        0 when _wasHeld || FasterThanRealTime() => null,
        0 => MicrophoneFailures.Ended(_command, "it said that it was done, which a microphone never is"),
        NotFound => MicrophoneFailures.Missing(_command.Split(' ')[0]),
        _ => MicrophoneFailures.Ended(_command, _process.LastError.GetAwaiter().GetResult()),
    };

    private bool FasterThanRealTime() =>
        _received > 0 && (double)_received / AudioFormat.SampleRateHz > _time.GetElapsedTime(_began).TotalSeconds;
}
