using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>The responses of one turn, numbered from 1 and kept until they are acknowledged. Bounded: what was sent already is forgotten
/// first, oldest first; when what was never sent fills it, nothing more is taken but the last message. Any thread adds, a few links
/// read.</summary>
/// <param name="mostMessages">Responses kept.</param>
/// <param name="mostBytes">Bytes kept.</param>
internal sealed class ResponseOutbox(int mostMessages, int mostBytes)
{
    private readonly Lock _lock = new();
    private readonly SentResponses _old = new(); // what was sent; what follows waits in the ring
    private ConverseResponse?[] _ring = new ConverseResponse?[4]; // by sequence modulo its length, a power of two
    private ulong _unsent = 1;
    private ulong _next = 1;
    private long _unsentBytes;
    private bool _isComplete;
    private Signal[] _readers = []; // copied when it changes, so that a new response finds them without a copy

    private ulong First_NeedsLock => _unsent - (ulong)_old.Count;

    /// <summary>Bytes of memory that its responses take.</summary>
    public long HeldBytes
    {
        get { lock (_lock) return _old.HeldBytes + _unsentBytes; }
    }

    /// <summary>Adds a response; false when the outbox is full or complete.</summary>
    /// <param name="response">Owned by the outbox from now on.</param>
    /// <param name="isUrgent">The link writes it under this call, which saves a change of threads, and returns where it would wait.</param>
    public bool TryAdd(ConverseResponse response, bool isUrgent = true) => TryAdd(response, isLast: false, isUrgent);

    /// <summary>Adds Done or Error, whatever room there is; nothing follows.</summary>
    public bool TryComplete(ConverseResponse response) => TryAdd(response, isLast: true, isUrgent: true);

    /// <summary>Says who waits for the next response, beside those who do.</summary>
    public void Attach(Signal signal)
    {
        lock (_lock) _readers = [.. _readers, signal];
        signal.Set();
    }

    /// <summary>This one reads no more; what it holds can go.</summary>
    public void Detach(Signal signal)
    {
        lock (_lock) _readers = [.. _readers.Where(reader => reader != signal)];
    }

    /// <summary>True when every response behind this sequence is still kept.</summary>
    public bool Reaches(ulong sequence)
    {
        lock (_lock) return sequence + 1 >= First_NeedsLock && sequence < _next;
    }

    /// <summary>True when the response behind this sequence was here and is forgotten.</summary>
    public bool HasForgotten(ulong sequence)
    {
        lock (_lock) return sequence + 1 < First_NeedsLock;
    }

    /// <summary>The response behind a sequence, or null when there is none yet.</summary>
    /// <param name="sequence">What was read last; 0 for nothing.</param>
    /// <param name="isLast">True when it is Done or Error.</param>
    /// <param name="hasMore">True when another one can be read at once.</param>
    public ConverseResponse? ReadAfter(ulong sequence, out bool isLast, out bool hasMore)
    {
        lock (_lock)
        {
            var wanted = sequence + 1;
            isLast = _isComplete && wanted + 1 == _next;
            hasMore = wanted + 1 < _next;
            if (wanted < First_NeedsLock || wanted >= _next) return null;
            return wanted < _unsent ? _old.Read((int)(wanted - First_NeedsLock)) : _ring[Place(wanted)];
        }
    }

    /// <summary>Everything up to here was handed to the link.</summary>
    public void Sent(ulong sequence)
    {
        lock (_lock)
        {
            for (; _unsent <= sequence && _unsent < _next; _unsent++)
            {
                _unsentBytes -= _old.Add(_ring[Place(_unsent)]!);
                _ring[Place(_unsent)] = null;
            }

            if (!_isComplete || _unsent != _next) return;
            _ring = []; // nothing comes any more
            _old.Trim();
        }
    }

    /// <summary>Everything up to here was used by the client and is forgotten.</summary>
    public void Acknowledge(ulong sequence)
    {
        lock (_lock)
        {
            while (First_NeedsLock <= sequence && _old.Count > 0) _old.ForgetOldest();
            for (; _unsent <= sequence && _unsent < _next; _unsent++)
            {
                _unsentBytes -= _ring[Place(_unsent)]!.CalculateSize();
                _ring[Place(_unsent)] = null;
            }
        }
    }

    private bool TryAdd(ConverseResponse response, bool isLast, bool isUrgent)
    {
        Signal[] waiting;
        lock (_lock)
        {
            if (_isComplete) return false;
            response.Sequence = _next;
            var size = response.CalculateSize();
            while (IsFull_NeedsLock(size) && _old.Count > 0) _old.ForgetOldest();
            if (IsFull_NeedsLock(size) && !isLast) return false;
            if (_next - _unsent == (ulong)_ring.Length) Grow_NeedsLock();
            _ring[Place(_next++)] = response;
            _unsentBytes += size;
            _isComplete = isLast;
            waiting = _readers;
        }

        foreach (var reader in waiting) reader.Set(isUrgent);
        return true;
    }

    private bool IsFull_NeedsLock(int size) =>
        _next - First_NeedsLock >= (ulong)mostMessages || _unsentBytes + _old.Bytes + size > mostBytes;

    private void Grow_NeedsLock()
    {
        var larger = new ConverseResponse?[_ring.Length * 2];
        for (var i = _unsent; i < _next; i++) larger[i & ((ulong)larger.Length - 1)] = _ring[Place(i)];
        _ring = larger;
    }

    private int Place(ulong sequence) => (int)(sequence & ((ulong)_ring.Length - 1));
}
