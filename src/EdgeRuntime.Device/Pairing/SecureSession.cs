using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>Seals and opens the frames of one connection with AES-256-GCM: one key per direction, a counter that only rises. One thread
/// at a time per direction.</summary>
internal sealed class SecureSession : IDisposable
{
    private const byte Version = 1;
    private const ulong MaxFrames = 1UL << 32; // after which the session ends, far below what one GCM key may seal

    private readonly AesGcm _sealing;
    private readonly AesGcm _opening;
    private ulong _sent;
    private ulong _opened;

    /// <param name="id">Its id, 16 bytes.</param>
    /// <param name="sealing">Key of what this side sends.</param>
    /// <param name="opening">Key of what the other side sends.</param>
    public SecureSession(byte[] id, byte[] sealing, byte[] opening) =>
        (Id, _sealing, _opening) = (id, new AesGcm(sealing, PhoneProtocol.TagBytes), new AesGcm(opening, PhoneProtocol.TagBytes));

    /// <summary>Id of the session.</summary>
    public byte[] Id { get; }

    /// <summary>True for a frame that says it belongs to this session; whether it does, <see cref="Open"/> tells.</summary>
    public bool Claims(ReadOnlySpan<byte> frame) =>
        frame.Length >= PhoneProtocol.FrameHeaderBytes + PhoneProtocol.TagBytes && frame[0] == Version
            && frame.Slice(1, Id.Length).SequenceEqual(Id);

    /// <summary>Seals a message; null when the session has sent all it may.</summary>
    /// <param name="plain">At most <see cref="PhoneProtocol.MaxPlainBytes"/>.</param>
    public byte[]? Seal(ReadOnlySpan<byte> plain)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, PhoneProtocol.MaxPlainBytes);
        if (_sent >= MaxFrames) return null;
        var frame = new byte[PhoneProtocol.FrameHeaderBytes + plain.Length + PhoneProtocol.TagBytes];
        var header = frame.AsSpan(0, PhoneProtocol.FrameHeaderBytes);
        header[0] = Version;
        Id.CopyTo(header[1..]);
        BinaryPrimitives.WriteUInt64BigEndian(header[^8..], ++_sent);
        Span<byte> nonce = stackalloc byte[12];
        NonceOf(header, nonce);
        _sealing.Encrypt(nonce, plain, frame.AsSpan(header.Length, plain.Length), frame.AsSpan(header.Length + plain.Length), header);
        return frame;
    }

    /// <summary>Opens a frame; null for one that is forged, reflected, replayed, of another session or too long.</summary>
    public byte[]? Open(ReadOnlySpan<byte> frame)
    {
        if (!Claims(frame) || frame.Length > PhoneProtocol.MaxFrameBytes) return null;
        var header = frame[..PhoneProtocol.FrameHeaderBytes];
        var counter = BinaryPrimitives.ReadUInt64BigEndian(header[^8..]);
        if (counter <= _opened || counter > MaxFrames) return null;
        Span<byte> nonce = stackalloc byte[12];
        NonceOf(header, nonce);
        var plain = new byte[frame.Length - header.Length - PhoneProtocol.TagBytes];
        try
        {
            _opening.Decrypt(nonce, frame.Slice(header.Length, plain.Length), frame[^PhoneProtocol.TagBytes..], plain, header);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null; // the caller counts it
        }

        _opened = counter;
        return plain;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sealing.Dispose();
        _opening.Dispose();
    }

    private static void NonceOf(ReadOnlySpan<byte> header, Span<byte> nonce)
    {
        nonce[..4].Clear();
        header[^8..].CopyTo(nonce[4..]);
    }
}
