namespace EdgeRuntime.Contracts.Pairing;

/// <summary>Sizes and numbers of the protocol.</summary>
public static class PhoneProtocol
{
    /// <summary>The protocol this text describes.</summary>
    public const int Version = 1;

    /// <summary>Bytes of an uncompressed P-256 key: 0x04, x, y.</summary>
    public const int KeyBytes = 1 + 32 + 32;

    /// <summary>Bytes of nonces, MACs and secrets.</summary>
    public const int SecretBytes = 32;

    /// <summary>Bytes of a session id.</summary>
    public const int SessionBytes = 16;

    /// <summary>Bytes before the ciphertext of a frame: version, session, counter.</summary>
    public const int FrameHeaderBytes = 1 + SessionBytes + 8;

    /// <summary>Bytes of the tag behind the ciphertext.</summary>
    public const int TagBytes = 16;

    /// <summary>Most bytes of a frame.</summary>
    public const int MaxFrameBytes = 64 << 10;

    /// <summary>Most bytes of plain text in a frame.</summary>
    public const int MaxPlainBytes = 60 << 10;

    /// <summary>Most bytes of a pairing or handshake message.</summary>
    public const int MaxOpenBytes = 2 << 10;

    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Digits of the ids of glasses and bonds.</summary>
    public const int IdDigits = 16;

    /// <summary>Digits of the id of a pairing session.</summary>
    public const int PairSessionDigits = 32;

    /// <summary>Kept messages that may be under way unacknowledged.</summary>
    public const int Window = 32;
}
