using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>The secret that a caller sends: <c>egk_</c> and 43 characters that stand for 256 random bits. Nobody keeps it;
/// what is kept is its SHA-256, which needs no salt because nothing so random can be guessed from it.</summary>
internal static class KeyText
{
    /// <summary>Longest text that is looked at, as the contract says.</summary>
    public const int MostBytes = 256;

    private const string Prefix = "egk_";
    private const int SecretBytes = 32;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What is stored and looked for: 64 hex digits.</summary>
    public static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>False for what cannot be a key, so that nonsense never reaches the store.</summary>
    public static bool IsPossible(string key) => key.Length <= MostBytes && key.StartsWith(Prefix, StringComparison.Ordinal);
}
