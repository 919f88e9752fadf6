using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>The responses of one turn, numbered from 1 and kept until they are acknowledged. Bounded: what was sent already is forgotten
/// first, oldest first; when what was never sent fills it, nothing more is taken but the last message. Any thread adds; one link reads.</summary>
/// <param name="mostMessages">Responses kept.</param>
/// <param name="mostBytes">Bytes kept.</param>
internal sealed class Outbox(int mostMessages, int mostBytes)
{
    private readonly Lock gate = new();
    private ConverseResponse?[] ring = new ConverseResponse?[16]; // by sequence modulo its length, a power of two
    private ulong first = 1;
    private ulong next = 1;
    private ulong sent;
    private long bytes;
    private bool isComplete;
    private Signal? reader;

    /// <summary>Adds a response; false when the outbox is full or complete.</summary>
    public bool TryAdd(ConverseResponse response) => TryAdd(response, isLast: false);

    /// <summary>Adds Done or Error, whatever room there is; nothing follows.</summary>
    public bool TryComplete(ConverseResponse response) => TryAdd(response, isLast: true);

    /// <summary>Says who waits for the next response; takes the place of the reader before.</summary>
    public void Attach(Signal signal)
    {
        lock (gate) reader = signal;
        signal.Set();
    }

    /// <summary>True when every response behind this sequence is still kept.</summary>
    public bool Reaches(ulong sequence)
    {
        lock (gate) return sequence + 1 >= first && sequence < next;
    }

    /// <summary>The response behind a sequence, or null when there is none yet.</summary>
    /// <param name="sequence">What was read last; 0 for nothing.</param>
    /// <param name="isLast">True when it is Done or Error.</param>
    /// <param name="hasMore">True when another one can be read at once.</param>
    public ConverseResponse? ReadAfter(ulong sequence, out bool isLast, out bool hasMore)
    {
        lock (gate)
        {
            var wanted = sequence + 1;
            isLast = isComplete && wanted + 1 == next;
            hasMore = wanted + 1 < next;
            return wanted >= first && wanted < next ? ring[Place(wanted)] : null;
        }
    }

    /// <summary>Everything up to here was handed to the link.</summary>
    public void Sent(ulong sequence)
    {
        lock (gate) sent = Math.Max(sent, Math.Min(sequence, next - 1));
    }

    /// <summary>Everything up to here was used by the client and is forgotten.</summary>
    public void Acknowledge(ulong sequence)
    {
        lock (gate)
        {
            while (first <= sequence && first < next) ForgetOldest_NeedsLock();
        }
    }

    private bool TryAdd(ConverseResponse response, bool isLast)
    {
        Signal? waiting;
        lock (gate)
        {
            if (isComplete) return false;
            response.Sequence = next;
            var size = response.CalculateSize();
            while (IsFull_NeedsLock(size) && first <= sent) ForgetOldest_NeedsLock();
            if (IsFull_NeedsLock(size) && !isLast) return false;
            if (next - first == (ulong)ring.Length) Grow_NeedsLock();
            ring[Place(next++)] = response;
            bytes += size;
            isComplete = isLast;
            waiting = reader;
        }

        waiting?.Set();
        return true;
    }

    private bool IsFull_NeedsLock(int size) => next - first >= (ulong)mostMessages || bytes + size > mostBytes;

    private void ForgetOldest_NeedsLock()
    {
        bytes -= ring[Place(first)]!.CalculateSize();
        ring[Place(first++)] = null;
    }

    private void Grow_NeedsLock()
    {
        var larger = new ConverseResponse?[ring.Length * 2];
        for (var i = first; i < next; i++) larger[i & ((ulong)larger.Length - 1)] = ring[Place(i)];
        ring = larger;
    }

    private int Place(ulong sequence) => (int)(sequence & ((ulong)ring.Length - 1));
}
