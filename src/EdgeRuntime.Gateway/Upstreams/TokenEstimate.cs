using System.Text;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Tokens of a text when nobody has counted them: one for every four bytes of UTF-8, begun ones counted.</summary>
public static class TokenEstimate
{
    private const int BytesPerToken = 4; // English prose in the common vocabularies has 4 to 4.5

    /// <summary>The estimate for a text; 0 for an empty one.</summary>
    public static long Of(ReadOnlySpan<char> text) => OfBytes(Encoding.UTF8.GetByteCount(text));

    /// <summary>The estimate for so many bytes of UTF-8.</summary>
    public static long OfBytes(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
