using System.Buffers.Binary;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>Small background models, written as make_background.py writes them.</summary>
internal static class TestBackground
{
    private const int StepsPerNat = 16;

    /// <summary>A model of words with their costs, such as <c>("G OW", 2)</c>; every phone costs the same.</summary>
    public static BackgroundModel Of(float phoneCost, params (string Phones, float Cost)[] words) =>
        BackgroundModel.Load(Bytes(phoneCost, words)).Value!;

    /// <summary>The file of such a model. Words share no beginnings, so each of them is a chain of its own.</summary>
    public static byte[] Bytes(float phoneCost, params (string Phones, float Cost)[] words)
    {
        var chains = words.Select(word => word.Phones.Split(' ').Select(symbol => (byte)Phones.IdOf(symbol)).ToArray()).ToList();
        var rows = new List<byte>();
        for (var depth = 0; depth < chains.Max(chain => chain.Length); depth++)
        {
            foreach (var (chain, cost) in chains.Zip(words.Select(word => word.Cost)).Where(pair => depth < pair.First.Length))
            {
                var isLast = depth == chain.Length - 1;
                rows.AddRange(
                    [chain[depth], depth == 0 ? Stored(cost) : (byte)0, isLast ? (byte)0 : (byte)255, isLast ? (byte)0 : (byte)1]);
            }
        }

        var size = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, rows.Count / 4);
        return [.. "EBG1"u8, .. size, .. rows, .. Enumerable.Repeat(Stored(phoneCost), Phones.Count * Phones.Count * Phones.Count)];
    }

    private static byte Stored(float cost) => (byte)(cost * StepsPerNat);
}
