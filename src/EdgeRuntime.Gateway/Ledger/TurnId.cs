using System.Security.Cryptography;
using System.Text;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>The id of a turn's reservation and bill: 26 characters of Crockford's base 32, the first 130 bits of a SHA-256 over tenant and
/// idempotency key. Every try of the same turn, on every gateway, has the same; two tenants never share one,
/// whatever their keys are.</summary>
internal static class TurnId
{
    public const int Length = 26;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Create(string tenantId, string idempotencyKey)
    {
        // A tenant's id holds no NUL, so no two pairs give the same bytes.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}\0{idempotencyKey}"), hash);
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
        {
            var bit = i * 5;
            var pair = (hash[bit / 8] << 8) | hash[bit / 8 + 1];
            text[i] = Digits[(pair >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }
}
