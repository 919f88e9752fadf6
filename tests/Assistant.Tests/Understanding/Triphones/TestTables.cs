using System.Collections.Concurrent;
using System.IO.Compression;
using System.Runtime.InteropServices;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Triphones;

namespace Assistant.Tests.Understanding.Triphones;

/// <summary>Random tables of a GMM-HMM, as a file: the phones of the lexicon, silence and one noise.</summary>
internal static class TestTables
{
    public const int PhoneCount = Phones.Count - 1 + 2;
    public const int Gaussians = 8;

    private const int StatesOfAPhone = 6;

    private static readonly ConcurrentDictionary<(int Seed, bool HasContexts), TriphoneTables> Made = new();

    /// <summary>Tables that load.</summary>
    /// <param name="hasContexts">False gives every phone the same three states whatever stands beside it.</param>
    public static TriphoneTables Of(int seed, bool hasContexts = true) =>
        Made.GetOrAdd((seed, hasContexts), key => TriphoneTables.Load(Packed(Content(key.Seed, key.HasContexts))).Value!);

    public static byte[] Packed(byte[] content)
    {
        var file = new MemoryStream();
        file.Write("GMMTABLE"u8);
        using (var packing = new ZLibStream(file, CompressionLevel.Fastest, leaveOpen: true)) packing.Write(content);
        return file.ToArray();
    }

    /// <summary>What is packed.</summary>
    public static byte[] Content(int seed, bool hasContexts = true)
    {
        var random = new Random(seed);
        var content = new MemoryStream();
        var writer = new BinaryWriter(content);
        writer.Write(PhoneCount);
        writer.Write(PhoneCount * StatesOfAPhone);
        writer.Write(Gaussians);
        var names = Enumerable.Range(1, Phones.Count - 1).Select(id => Phones.SymbolOf((byte)id)).Append("SIL").Append("+NSN+");
        foreach (var name in names) writer.Write([.. name.Select(letter => (byte)letter), 0]);
        Many(PhoneCount * 3 * 2, _ => MathF.Log(0.2f + (0.6f * random.NextSingle())));
        Many(PhoneCount, _ => (ushort)StatesOfAPhone);
        Many(PhoneCount * 3 * PhoneCount * PhoneCount * 4, i => (ushort)(hasContexts ? random.Next(StatesOfAPhone) : PlaceOf(i)));
        Many(PhoneCount * StatesOfAPhone, i => (byte)((i / StatesOfAPhone * 3) + (i % StatesOfAPhone % 3)));
        Many(CepstralFrontEnd.TableSizes.Overlay, _ => random.NextSingle());
        Many(CepstralFrontEnd.TableSizes.Cosines, _ => random.NextSingle() - 0.5f);
        writer.Write(0.1f);
        Many(PhoneCount * StatesOfAPhone * 3 * Gaussians, _ => (byte)random.Next(80));
        return content.ToArray();

        void Many<T>(int count, Func<int, T> value)
            where T : unmanaged => writer.Write(MemoryMarshal.AsBytes<T>(Enumerable.Range(0, count).Select(value).ToArray()));
    }

    private static int PlaceOf(int entry) => entry / (PhoneCount * PhoneCount * 4) % 3;
}
