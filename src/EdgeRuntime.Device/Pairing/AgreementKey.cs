using System.Security.Cryptography;
using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>A P-256 key pair that lives for one pairing or one connection.</summary>
internal sealed class AgreementKey : IDisposable
{
    private const byte Uncompressed = 4; // SEC 1, 2.3.3

    private readonly ECDiffieHellman _pair;

    private AgreementKey(ECDiffieHellman pair)
    {
        _pair = pair;
        var q = pair.ExportParameters(false).Q;
        Public = [Uncompressed, .. q.X!, .. q.Y!];
    }

    /// <summary>The public half, 65 bytes.</summary>
    public byte[] Public { get; }

    /// <summary>Makes a fresh pair.</summary>
    public static AgreementKey Create() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A pair that is given, for the test vectors.</summary>
    public static AgreementKey Import(byte[] secret, byte[] open) => new(ECDiffieHellman.Create(Parameters(open) with { D = secret }));

    /// <summary>The x coordinate of the shared point, 32 bytes; null where the other half is no point of the curve.</summary>
    public byte[]? Agree(byte[]? other)
    {
        if (other is not { Length: PhoneProtocol.KeyBytes } || other[0] != Uncompressed) return null;
        try
        {
            using var peer = ECDiffieHellman.Create(Parameters(other));
            using var open = peer.PublicKey;
            return _pair.DeriveRawSecretAgreement(open);
        }
        catch (CryptographicException)
        {
            return null; // not on the curve: the caller names it
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pair.Dispose();

    private static ECParameters Parameters(byte[] open) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = open[1..33], Y = open[33..] },
    };
}
