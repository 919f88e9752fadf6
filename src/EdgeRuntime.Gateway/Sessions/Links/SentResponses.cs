using System.Buffers.Binary;
using EdgeRuntime.Contracts.V1;
using Google.Protobuf;

namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>Responses that were sent and may be asked for once more, as bytes in one array: thousands of turns linger, and as objects their
/// words made every garbage collection long. Not safe for several threads.</summary>
internal sealed class SentResponses
{
    private const int PrefixBytes = sizeof(int); // the length of each response stands before it
    private const int MostSpare = 4096; // less is not worth a copy
    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private int _readIndex; // the response that begins at _readAt, so that reading one after the other does not begin anew
    private int _readAt;

    /// <summary>Responses that can still be asked for.</summary>
    public int Count { get; private set; }

    /// <summary>Their size on the wire.</summary>
    public int Bytes => _end - _start - Count * PrefixBytes;

    /// <summary>The room that they take in memory.</summary>
    public int HeldBytes => _bytes.Length;

    /// <summary>Adds one; gives its size on the wire.</summary>
    public int Add(ConverseResponse response)
    {
        var size = response.CalculateSize();
        MakeRoom(PrefixBytes + size);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_end), size);
        response.WriteTo(_bytes.AsSpan(_end + PrefixBytes, size));
        _end += PrefixBytes + size;
        Count++;
        return size;
    }

    /// <summary>Reads one; 0 is the oldest.</summary>
    public ConverseResponse Read(int index)
    {
        if (index < _readIndex) (_readIndex, _readAt) = (0, _start);
        for (; _readIndex < index; _readIndex++) _readAt += PrefixBytes + SizeAt(_readAt);
        return ConverseResponse.Parser.ParseFrom(_bytes.AsSpan(_readAt + PrefixBytes, SizeAt(_readAt)));
    }

    /// <summary>Gives up the response that was sent first; there must be one.</summary>
    public void ForgetOldest()
    {
        _start += PrefixBytes + SizeAt(_start);
        Count--;
        (_readIndex, _readAt) = (0, _start);
    }

    /// <summary>Nothing is added any more: gives back the room that was kept for more.</summary>
    public void Trim()
    {
        var kept = _end - _start;
        if (_bytes.Length - kept <= MostSpare) return;
        (_bytes, _readAt, _start, _end) = (_bytes.AsSpan(_start, kept).ToArray(), _readAt - _start, 0, kept);
    }

    private int SizeAt(int place) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(place));

    private void MakeRoom(int size)
    {
        if (_end + size <= _bytes.Length) return;
        var kept = _end - _start;
        var room = kept + size > _bytes.Length / 2 ? new byte[Math.Max(128, (kept + size) * 2)] : _bytes;
        _bytes.AsSpan(_start, kept).CopyTo(room);
        (_bytes, _readAt, _start, _end) = (room, _readAt - _start, 0, kept);
    }
}
