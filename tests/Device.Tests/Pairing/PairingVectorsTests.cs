using System.Text.Json;
using EdgeRuntime.Device.Pairing;
using TestKit;

namespace Device.Tests.Pairing;

/// <summary>The vectors were made by a program in Node.js that shares no code with this one.</summary>
public sealed class PairingVectorsTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("pairing/vectors.json"))).RootElement;

    public static TheoryData<int> Pairings => [.. Enumerable.Range(0, Vectors.GetProperty("pairings").GetArrayLength())];

    public static TheoryData<int> Connections => [.. Enumerable.Range(0, Vectors.GetProperty("connections").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Pairings))]
    public void Pairing_FixedInputs_GivesTheFixedResults(int number)
    {
        var vector = Vectors.GetProperty("pairings")[number];
        using var phone = AgreementKey.Import(Bytes(vector, "phonePrivate"), Bytes(vector, "phonePublic"));

        var shared = phone.Agree(Bytes(vector, "glassesPublic"))!;
        var hash = new PairingTranscript(
            Text(vector, "glasses"), Text(vector, "glassesName"), Text(vector, "phoneName"),
            phone.Public, Bytes(vector, "glassesPublic"), Bytes(vector, "phoneNonce"), Bytes(vector, "glassesNonce")).Hash();
        var secrets = new PairingSecrets(shared, hash);
        var bond = new Bond(secrets.BondId, "", secrets.BondKey, default, default);

        Equal(vector, "z", shared);
        Equal(
            vector, "commitment",
            PairingTranscript.Commitment(Bytes(vector, "glassesPublic"), phone.Public, Bytes(vector, "glassesNonce")));
        Equal(vector, "transcript", hash);
        Equal(vector, "confirmKey", secrets.ConfirmKey);
        Equal(vector, "phoneMac", secrets.PhoneMac);
        Equal(vector, "glassesMac", secrets.GlassesMac);
        Equal(vector, "doneMac", secrets.DoneMac);
        Equal(vector, "bondKey", bond.Key);
        Assert.Equal(Text(vector, "digits"), PairingTranscript.Digits(hash));
        Assert.Equal((Text(vector, "bond"), Text(vector, "brokerPassword")), (bond.Id, bond.BrokerPassword()));
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public void Connection_FixedInputs_GivesTheFixedFrames(int number)
    {
        var vector = Vectors.GetProperty("connections")[number];
        using var own = AgreementKey.Import(Bytes(vector, "glassesPrivate"), Bytes(vector, "glassesPublic"));
        var session = Bytes(vector, "session");
        var keys = new SessionKeys(
            Text(vector, "glasses"), Text(vector, "bond"), Bytes(vector, "bondKey"), session, Bytes(vector, "phonePublic"));

        var (up, down) = keys.Frames(own.Public, own.Agree(Bytes(vector, "phonePublic"))!);

        Equal(vector, "helloMac", keys.HelloMac());
        Equal(vector, "welcomeMac", keys.WelcomeMac(own.Public));
        Equal(vector, "upKey", up);
        Equal(vector, "downKey", down);
        using var glasses = new SecureSession(session, sealing: down, opening: up);
        using var phone = new SecureSession(session, sealing: up, opening: down);
        foreach (var frame in vector.GetProperty("frames").EnumerateArray())
        {
            var opener = Text(frame, "way") == "up" ? glasses : phone;
            Equal(frame, "plain", opener.Open(Bytes(frame, "frame"))!);
        }

        Equal(vector.GetProperty("frames")[0], "frame", phone.Seal(Bytes(vector.GetProperty("frames")[0], "plain"))!);
        Equal(vector.GetProperty("frames")[1], "frame", glasses.Seal(Bytes(vector.GetProperty("frames")[1], "plain"))!);
    }

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    private static byte[] Bytes(JsonElement vector, string name) => Convert.FromHexString(Text(vector, name));

    private static void Equal(JsonElement vector, string name, byte[] actual) =>
        Assert.Equal(Text(vector, name), Convert.ToHexStringLower(actual));
}
