using System.Text.Json;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;
using TestKit;

namespace Device.Tests.Pairing;

/// <summary>A desk with a clock of its own and everything it said.</summary>
internal sealed class PairingBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<(string Session, PairingMessage Message)> _said = [];

    public PairingBench()
    {
        Bonds = BondBook.Open(_folder.Path, Options, Time).Value!;
        Desk = new PairingDesk(
            Bonds, Options, Time,
            (session, payload) => _said.Add((session, JsonSerializer.Deserialize(payload.Span, PairingJson.Default.PairingMessage)!)));
    }

    public SteppedTime Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public PairingOptions Options { get; } = new();

    public BondBook Bonds { get; }

    public PairingDesk Desk { get; }

    public string Folder => _folder.Path;

    public string? Code => Desk.View.Failure?.Code;

    public PhonePairing Phone(string name = "Test phone") => new(Bonds.Glasses, name);

    /// <summary>What the desk said last to a phone.</summary>
    public PairingMessage Last(PhonePairing phone) => _said.Last(said => said.Session == phone.Session).Message;

    public int Count(PhonePairing phone) => _said.Count(said => said.Session == phone.Session);

    /// <summary>Leads a phone to where both sides show digits.</summary>
    public PhonePairing Compare(PhonePairing? given = null)
    {
        var phone = given ?? Phone();
        Desk.Take(phone.Session, phone.Request());
        Desk.Take(phone.Session, phone.Nonce(Last(phone)));
        Assert.True(phone.See(Last(phone)));
        return phone;
    }

    /// <summary>Pairs a phone, all well.</summary>
    public Bond Pair(string name = "Test phone")
    {
        Assert.Null(Desk.Open().Failure);
        var phone = Compare(Phone(name));
        Desk.Answer(true);
        Desk.Take(phone.Session, phone.Confirm());
        Assert.True(phone.Trusts(Last(phone)));
        Desk.Take(phone.Session, phone.Done());
        Assert.Equal("paired", Last(phone).Code);
        return phone.Bond;
    }

    public void Dispose()
    {
        Desk.Dispose();
        _folder.Dispose();
    }
}
