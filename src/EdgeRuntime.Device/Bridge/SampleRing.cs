using System.Threading.Tasks.Sources;

namespace EdgeRuntime.Device.Bridge;

/// <summary>A bounded queue of samples between a thread that records and one reader. When full,
/// the oldest samples give way and are counted, or the writer waits. Allocates nothing after construction.</summary>
internal sealed class SampleRing : IValueTaskSource<int>
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(0, 1);
    private readonly float[] _ring; // [capacity]
    private ManualResetValueTaskSourceCore<int> _reader = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private Memory<float> _wanted;
    private bool _readerWaits;
    private bool _writerWaits;
    private bool _completed;
    private int _first;
    private int _count;
    private long _dropped;

    /// <summary>Room for so many samples; there is never more.</summary>
    public SampleRing(int capacity) => _ring = new float[capacity];

    /// <summary>Samples that gave way because nobody read them in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds samples; no more than the capacity at a time.</summary>
    /// <param name="mayDrop">True to let the oldest give way, false to wait until there is room or the reader is gone.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "a thread of its own that reads a pipe, and has nothing else to do")]
    public void Write(ReadOnlySpan<float> samples, bool mayDrop)
    {
        while (!TryWrite(samples, mayDrop))
        {
            _room.Wait();
        }
    }

    /// <summary>Takes samples out, waiting for the first one; 0 when the writer is done. One read at a time.</summary>
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_count > 0 || _completed || samples.IsEmpty)
            {
                return ValueTask.FromResult(Take_NeedsLock(samples.Span));
            }

            _reader.Reset();
            _wanted = samples;
            _readerWaits = true;
        }

        var version = _reader.Version;
        _cancellation = cancellationToken.UnsafeRegister(static (ring, token) => ((SampleRing)ring!).Cancel(token), this);
        return new ValueTask<int>(this, version);
    }

    /// <summary>Nothing more will be written, or read: both sides stop waiting.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            Wake_NeedsLock();
            LetWriterGo_NeedsLock();
        }
    }

    int IValueTaskSource<int>.GetResult(short token)
    {
        _cancellation.Dispose();
        return _reader.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _reader.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _reader.OnCompleted(continuation, state, token, flags);

    private bool TryWrite(ReadOnlySpan<float> samples, bool mayDrop)
    {
        lock (_lock)
        {
            var missing = _count + samples.Length - _ring.Length;
            if (missing > 0 && !mayDrop && !_completed)
            {
                _writerWaits = true;
                return false;
            }

            if (missing > 0)
            {
                _first = (_first + missing) % _ring.Length;
                _count -= missing;
                Interlocked.Add(ref _dropped, missing);
            }

            Put_NeedsLock(samples);
            Wake_NeedsLock();
            return true;
        }
    }

    private void Put_NeedsLock(ReadOnlySpan<float> samples)
    {
        var at = (_first + _count) % _ring.Length;
        var head = Math.Min(samples.Length, _ring.Length - at);
        samples[..head].CopyTo(_ring.AsSpan(at));
        samples[head..].CopyTo(_ring);
        _count += samples.Length;
    }

    private int Take_NeedsLock(Span<float> samples)
    {
        var count = Math.Min(samples.Length, _count);
        var head = Math.Min(count, _ring.Length - _first);
        _ring.AsSpan(_first, head).CopyTo(samples);
        _ring.AsSpan(0, count - head).CopyTo(samples[head..]);
        _first = (_first + count) % _ring.Length;
        _count -= count;
        LetWriterGo_NeedsLock();
        return count;
    }

    private void Wake_NeedsLock()
    {
        if (_readerWaits && (_count > 0 || _completed))
        {
            _readerWaits = false;
            _reader.SetResult(Take_NeedsLock(_wanted.Span));
        }
    }

    private void LetWriterGo_NeedsLock()
    {
        if (_writerWaits)
        {
            _writerWaits = false;
            _room.Release();
        }
    }

    private void Cancel(CancellationToken token)
    {
        lock (_lock)
        {
            if (_readerWaits)
            {
                _readerWaits = false;
                _reader.SetException(new OperationCanceledException(token));
            }
        }
    }
}
