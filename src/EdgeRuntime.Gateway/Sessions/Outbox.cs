using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>The responses of one turn, numbered from 1 and kept until they are acknowledged. Bounded: what was sent already is forgotten
/// first, oldest first; when what was never sent fills it, nothing more is taken but the last message. Any thread adds; one link reads.</summary>
/// <param name="mostMessages">Responses kept.</param>
/// <param name="mostBytes">Bytes kept.</param>
internal sealed class Outbox(int mostMessages, int mostBytes)
{
    private readonly Lock _gate = new();
    private ConverseResponse?[] _ring = new ConverseResponse?[16]; // by sequence modulo its length, a power of two
    private ulong _first = 1;
    private ulong _next = 1;
    private ulong _sent;
    private long _bytes;
    private bool _isComplete;
    private Signal? _reader;

    /// <summary>Adds a response; false when the outbox is full or complete.</summary>
    public bool TryAdd(ConverseResponse response) => TryAdd(response, isLast: false);

    /// <summary>Adds Done or Error, whatever room there is; nothing follows.</summary>
    public bool TryComplete(ConverseResponse response) => TryAdd(response, isLast: true);

    /// <summary>Says who waits for the next response; takes the place of the reader before.</summary>
    public void Attach(Signal signal)
    {
        lock (_gate) _reader = signal;
        signal.Set();
    }

    /// <summary>True when every response behind this sequence is still kept.</summary>
    public bool Reaches(ulong sequence)
    {
        lock (_gate) return sequence + 1 >= _first && sequence < _next;
    }

    /// <summary>The response behind a sequence, or null when there is none yet.</summary>
    /// <param name="sequence">What was read last; 0 for nothing.</param>
    /// <param name="isLast">True when it is Done or Error.</param>
    /// <param name="hasMore">True when another one can be read at once.</param>
    public ConverseResponse? ReadAfter(ulong sequence, out bool isLast, out bool hasMore)
    {
        lock (_gate)
        {
            var wanted = sequence + 1;
            isLast = _isComplete && wanted + 1 == _next;
            hasMore = wanted + 1 < _next;
            return wanted >= _first && wanted < _next ? _ring[Place(wanted)] : null;
        }
    }

    /// <summary>Everything up to here was handed to the link.</summary>
    public void Sent(ulong sequence)
    {
        lock (_gate) _sent = Math.Max(_sent, Math.Min(sequence, _next - 1));
    }

    /// <summary>Everything up to here was used by the client and is forgotten.</summary>
    public void Acknowledge(ulong sequence)
    {
        lock (_gate)
        {
            while (_first <= sequence && _first < _next) ForgetOldest_NeedsLock();
        }
    }

    private bool TryAdd(ConverseResponse response, bool isLast)
    {
        Signal? waiting;
        lock (_gate)
        {
            if (_isComplete) return false;
            response.Sequence = _next;
            var size = response.CalculateSize();
            while (IsFull_NeedsLock(size) && _first <= _sent) ForgetOldest_NeedsLock();
            if (IsFull_NeedsLock(size) && !isLast) return false;
            if (_next - _first == (ulong)_ring.Length) Grow_NeedsLock();
            _ring[Place(_next++)] = response;
            _bytes += size;
            _isComplete = isLast;
            waiting = _reader;
        }

        waiting?.Set(inline: true); // the link writes it at once, and returns where it would wait
        return true;
    }

    private bool IsFull_NeedsLock(int size) => _next - _first >= (ulong)mostMessages || _bytes + size > mostBytes;

    private void ForgetOldest_NeedsLock()
    {
        _bytes -= _ring[Place(_first)]!.CalculateSize();
        _ring[Place(_first++)] = null;
    }

    private void Grow_NeedsLock()
    {
        var larger = new ConverseResponse?[_ring.Length * 2];
        for (var i = _first; i < _next; i++) larger[i & ((ulong)larger.Length - 1)] = _ring[Place(i)];
        _ring = larger;
    }

    private int Place(ulong sequence) => (int)(sequence & ((ulong)_ring.Length - 1));
}
