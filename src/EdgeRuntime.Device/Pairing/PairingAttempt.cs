using System.Security.Cryptography;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The glasses' side of one attempt to pair: takes the phone's messages and the person's answer in the only order that is
/// allowed, and gives replies. Knows no clock, no network and no disk. One thread at a time; dispose it to let go of its key.</summary>
/// <param name="glasses">Id of the glasses.</param>
/// <param name="glassesName">What the glasses are called, for people.</param>
/// <param name="key">Fresh key pair; owned.</param>
/// <param name="nonce">32 fresh random bytes.</param>
internal sealed class PairingAttempt(string glasses, string glassesName, AgreementKey key, byte[] nonce) : IDisposable
{
    private byte[] _transcript = [];
    private byte[] _shared = [];
    private byte[] _phoneKey = [];
    private PairingSecrets? _secrets;
    private Step _next = Step.Request;
    private bool _personAgreed;
    private bool _phoneAgreed;

    private enum Step
    {
        Request,
        Nonce,
        Confirm,
        Done,
        Over,
    }

    /// <summary>What the phone calls itself.</summary>
    public string PhoneName { get; private set; } = "";

    /// <summary>The digits to compare; null before both nonces are known.</summary>
    public string? Digits { get; private set; }

    /// <summary>The secrets of the bond, once the phone has said that it has all; null before.</summary>
    public PairingSecrets? Bonded { get; private set; }

    /// <summary>True when digits are shown and the phone has not said that they are the same.</summary>
    public bool IsPhoneUndecided => _next is Step.Confirm && !_phoneAgreed;

    /// <summary>True once a phone has asked in a way that is understood.</summary>
    public bool HasBegun => _phoneKey.Length > 0;

    /// <summary>True where the phone confirmed what does not belong to the digits: a guess, or someone in between.</summary>
    public bool IsGuess { get; private set; }

    /// <summary>True while the phone has to say something, and false while it waits for the person.</summary>
    public bool WaitsForPhone => _next is Step.Nonce or Step.Done;

    /// <summary>Takes a message; gives the reply, null where it needs none yet. A failure ends the attempt.</summary>
    public Outcome<PairingMessage?> Take(PairingMessage message)
    {
        var taken = (message.Type, _next) switch
        {
            (PairingTypes.Request, Step.Request) => Request(message),
            (PairingTypes.Nonce, Step.Nonce) => Nonce(message),
            (PairingTypes.Confirm, Step.Confirm) when !_phoneAgreed => Confirm(message),
            (PairingTypes.Done, Step.Done) => Done(message),
            (PairingTypes.End, not Step.Over) => PairingFailures.OfPhone(message.Code),
            _ => PairingFailures.Malformed,
        };
        if (taken.Failure is not null) _next = Step.Over;
        return taken;
    }

    /// <summary>The person says that the digits are the same; gives the reply, null while the phone's person has not agreed yet.</summary>
    public PairingMessage? Agree()
    {
        _personAgreed = _next is Step.Confirm;
        return BothAgreed();
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>Makes an attempt with fresh secrets.</summary>
    public static PairingAttempt Begin(string glasses, string name) =>
        new(glasses, name, AgreementKey.Create(), RandomNumberGenerator.GetBytes(PhoneProtocol.SecretBytes));

    private Outcome<PairingMessage?> Request(PairingMessage message)
    {
        if (message.Protocol > PhoneProtocol.Version) return PairingFailures.Newer;
        if (message.Protocol < 1 || !PairingNames.IsFine(message.Name) || key.Agree(message.Key) is not { } shared)
        {
            return PairingFailures.Malformed;
        }

        (_phoneKey, _shared, PhoneName, _next) = (message.Key!, shared, message.Name!, Step.Nonce);
        return new PairingMessage
        {
            Type = PairingTypes.Commit,
            Key = key.Public,
            Name = glassesName,
            Commitment = PairingTranscript.Commitment(key.Public, _phoneKey, nonce),
        };
    }

    private Outcome<PairingMessage?> Nonce(PairingMessage message)
    {
        if (message.Nonce is not { Length: PhoneProtocol.SecretBytes }) return PairingFailures.Malformed;
        _transcript = new PairingTranscript(glasses, glassesName, PhoneName, _phoneKey, key.Public, message.Nonce, nonce).Hash();
        _secrets = new PairingSecrets(_shared, _transcript);
        (Digits, _next) = (PairingTranscript.Digits(_transcript), Step.Confirm);
        return new PairingMessage { Type = PairingTypes.Reveal, Nonce = nonce };
    }

    private Outcome<PairingMessage?> Confirm(PairingMessage message)
    {
        if (!LengthPrefixed.Same(message.Mac, _secrets!.PhoneMac)) return Guess();
        _phoneAgreed = true;
        return BothAgreed();
    }

    private PairingMessage? BothAgreed()
    {
        if (!_personAgreed || !_phoneAgreed || _next is not Step.Confirm) return null;
        _next = Step.Done;
        return new PairingMessage { Type = PairingTypes.Confirm, Mac = _secrets!.GlassesMac };
    }

    private Outcome<PairingMessage?> Done(PairingMessage message)
    {
        if (!LengthPrefixed.Same(message.Mac, _secrets!.DoneMac)) return Guess();
        (Bonded, _next) = (_secrets, Step.Over);
        return new PairingMessage { Type = PairingTypes.End, Code = PairingFailures.PairedCode };
    }

    private Failure Guess()
    {
        IsGuess = true;
        return PairingFailures.ConfirmWrong;
    }
}
