using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The hashes and MACs of the protocol, over items that cannot run into each other: each stands behind its length in four bytes,
/// big-endian.</summary>
internal static class LengthPrefixed
{
    /// <summary>SHA-256 of a label and items.</summary>
    public static byte[] Hash(string label, params ReadOnlySpan<byte[]> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return Hash(hash, label, items);
    }

    /// <summary>HMAC-SHA256 of a label and items.</summary>
    public static byte[] Mac(byte[] key, string label, params ReadOnlySpan<byte[]> items)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        return Hash(hash, label, items);
    }

    /// <summary>HKDF-SHA256 with 32 bytes of output.</summary>
    public static byte[] Derive(byte[] secret, byte[] salt, string info) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt, Encoding.UTF8.GetBytes(info));

    /// <summary>Compares in constant time; false where there is nothing to compare.</summary>
    public static bool Same(byte[]? given, byte[] expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(given, expected);

    private static byte[] Hash(IncrementalHash hash, string label, ReadOnlySpan<byte[]> items)
    {
        Append(hash, Encoding.UTF8.GetBytes(label));
        foreach (var item in items) Append(hash, item);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, byte[] item)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, item.Length);
        hash.AppendData(length);
        hash.AppendData(item);
    }
}
