using System.Security.Cryptography;
using System.Text.Json;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace Device.Tests.Pairing;

/// <summary>The phone's side of a pairing.</summary>
internal sealed class PhonePairing(string glasses, string name = "Test phone")
{
    private readonly AgreementKey _key = AgreementKey.Create();
    private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(32);
    private PairingMessage? _commit;
    private PairingSecrets? _secrets;

    public string Session { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string? Digits { get; private set; }

    public Bond Bond => new(_secrets!.BondId, name, _secrets.BondKey, default, default);

    public byte[] Request() => Json(new PairingMessage { Type = PairingTypes.Request, Protocol = 1, Key = _key.Public, Name = name });

    public byte[] Nonce(PairingMessage commit)
    {
        Assert.Equal(PairingTypes.Commit, commit.Type);
        _commit = commit;
        return Json(new PairingMessage { Type = PairingTypes.Nonce, Nonce = _nonce });
    }

    /// <summary>Takes the glasses' nonce; false where they do not keep their commitment.</summary>
    public bool See(PairingMessage reveal)
    {
        Assert.Equal(PairingTypes.Reveal, reveal.Type);
        if (!LengthPrefixed.Same(_commit!.Commitment, PairingTranscript.Commitment(_commit.Key!, _key.Public, reveal.Nonce!))) return false;
        var transcript = new PairingTranscript(glasses, _commit.Name!, name, _key.Public, _commit.Key!, _nonce, reveal.Nonce!).Hash();
        _secrets = new PairingSecrets(_key.Agree(_commit.Key)!, transcript);
        Digits = PairingTranscript.Digits(transcript);
        return true;
    }

    public byte[] Confirm() => Json(new PairingMessage { Type = PairingTypes.Confirm, Mac = _secrets!.PhoneMac });

    public bool Trusts(PairingMessage confirm) =>
        confirm.Type == PairingTypes.Confirm && LengthPrefixed.Same(confirm.Mac, _secrets!.GlassesMac);

    public byte[] Done() => Json(new PairingMessage { Type = PairingTypes.Done, Mac = _secrets!.DoneMac });

    public static byte[] End(string code) => Json(new PairingMessage { Type = PairingTypes.End, Code = code });

    public static byte[] Json(PairingMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, PairingJson.Default.PairingMessage);
}
