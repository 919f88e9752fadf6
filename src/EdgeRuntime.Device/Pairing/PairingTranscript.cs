using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Device.Pairing;

/// <summary>Everything both sides must have seen alike.</summary>
/// <param name="Glasses">Id of the glasses.</param>
/// <param name="GlassesName">What the glasses are called, for people.</param>
/// <param name="PhoneName">Name of the phone.</param>
/// <param name="PhoneKey">Public key of the phone.</param>
/// <param name="GlassesKey">Public key of the glasses.</param>
/// <param name="PhoneNonce">Nonce of the phone.</param>
/// <param name="GlassesNonce">Nonce of the glasses.</param>
internal sealed record PairingTranscript(
    string Glasses, string GlassesName, string PhoneName, byte[] PhoneKey, byte[] GlassesKey, byte[] PhoneNonce, byte[] GlassesNonce)
{
    private const uint Codes = 1_000_000; // six digits

    /// <summary>Its SHA-256.</summary>
    public byte[] Hash() => LengthPrefixed.Hash(
        "edge pair 1",
        Encoding.UTF8.GetBytes(Glasses),
        Encoding.UTF8.GetBytes(GlassesName),
        Encoding.UTF8.GetBytes(PhoneName),
        PhoneKey,
        GlassesKey,
        PhoneNonce,
        GlassesNonce);

    /// <summary>What binds the glasses to their nonce.</summary>
    public static byte[] Commitment(byte[] glassesKey, byte[] phoneKey, byte[] glassesNonce) =>
        LengthPrefixed.Hash("edge pair commit 1", glassesKey, phoneKey, glassesNonce);

    /// <summary>The six digits that a person compares.</summary>
    public static string Digits(byte[] transcript) =>
        (BinaryPrimitives.ReadUInt32BigEndian(LengthPrefixed.Hash("edge digits 1", transcript)) % Codes)
            .ToString("000000", CultureInfo.InvariantCulture);
}
