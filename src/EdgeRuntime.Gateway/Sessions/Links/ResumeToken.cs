using System.Buffers.Text;
using System.Security.Cryptography;

namespace EdgeRuntime.Gateway.Sessions.Links;

/// <summary>The secret of a turn: the replica's name, a dot and 256 random bits. Only its SHA-256 is looked up,
/// so that time tells nothing.</summary>
internal static class ResumeToken
{
    private const int RandomBytes = 32;

    /// <summary>Makes a new one.</summary>
    public static string Create(string replica)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return $"{replica}.{Base64Url.EncodeToString(random)}";
    }

    /// <summary>The replica that made it, or an empty text when it cannot be one of ours.</summary>
    public static string ReplicaOf(string token)
    {
        var dot = token.IndexOf('.');
        return dot > 0 && Bounds.Identifier("", token[..dot], 1, 32) is null ? token[..dot] : "";
    }

    /// <summary>What it is filed under.</summary>
    public static UInt128 Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
