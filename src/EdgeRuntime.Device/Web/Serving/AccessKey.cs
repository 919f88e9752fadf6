using System.Security.Cryptography;
using System.Text;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>What a page on another machine must know to play the glasses: it stands in the link that <c>run</c> prints, and is new at
/// every start.</summary>
internal sealed class AccessKey
{
    private AccessKey(string text) => Text = text;

    /// <summary>32 hexadecimal digits.</summary>
    public string Text { get; }

    /// <summary>Makes one up.</summary>
    public static AccessKey Create() => new(RandomNumberGenerator.GetHexString(32, lowercase: true));

    /// <summary>True for the key itself; takes the same time for any other text of its length.</summary>
    public bool Fits(string? text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text), Encoding.UTF8.GetBytes(text ?? ""));
}
