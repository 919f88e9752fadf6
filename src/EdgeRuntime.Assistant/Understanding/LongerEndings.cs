using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Regular endings that make a longer word of a phrase: "computers", "mirroring", "computerised", "glasses".</summary>
internal static class LongerEndings
{
    private static readonly byte[] Voiceless = [Id("P"), Id("T"), Id("K"), Id("F"), Id("TH")];
    private static readonly byte[] Sibilant = [Id("S"), Id("Z"), Id("SH"), Id("ZH"), Id("CH"), Id("JH")];

    // "is", "as", "and" and "in" sound like these: heard alone they say little.
    private static readonly Ending[] LikeWords = [new(Parse("IH Z"), -1.5), new(Parse("AH Z"), -1.5), new(Parse("AH N"), -1.5)];

    // Hardly a word begins like these.
    private static readonly Ending[] Long = [new(Parse("IH NG"), 2.5), new(Parse("AY Z"), 1.5)];

    /// <summary>Endings that may follow a phone.</summary>
    public static IEnumerable<Ending> After(byte phone) =>
        Sibilant.Contains(phone) ? [.. LikeWords, .. Long]
        : Voiceless.Contains(phone) ? [.. LikeWords, .. Long, new Ending([Id("S")], -1.5)] // many words begin with S
        : [.. LikeWords, .. Long, new Ending([Id("Z")], 2)]; // few with Z

    private static byte[] Parse(string phones) => [.. phones.Split(' ').Select(Id)];

    private static byte Id(string symbol) => (byte)Phones.IdOf(symbol);

    /// <summary>Phones that may go on from a word, and may as well begin the next.</summary>
    /// <param name="Phones">Ids in order.</param>
    /// <param name="Prior">Log-odds, in nats, that it is one and not the beginning of the next word,
    /// before anything is heard around it.</param>
    public sealed record Ending(byte[] Phones, double Prior);
}
