using System.Buffers.Text;
using System.Security.Cryptography;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Names of new sessions: 128 random bits.</summary>
internal static class SessionIds
{
    /// <summary>Makes a new one.</summary>
    public static string Create()
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
