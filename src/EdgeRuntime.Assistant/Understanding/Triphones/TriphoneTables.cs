using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>What goes with the Gaussians of a GMM-HMM: which states a phone has in its context, how they follow each other, and how each
/// weighs its codebook. Immutable; safe for any thread.</summary>
/// <remarks><c>models/training/make_expert.py</c> makes the file, <c>expert.py</c> tells its format. A phone has three states from left to
/// right; they are counted by phone, first the three that are used without a context.</remarks>
public sealed class TriphoneTables
{
    /// <summary>States of a phone from left to right.</summary>
    internal const int Places = 3;

    /// <summary>Streams of features, each with Gaussians of its own.</summary>
    internal const int Streams = 3;

    private const int Positions = 4;
    private const int MostBytes = 16 << 20; // of the unpacked file, 2.9 MB today

    private readonly int[] _first; // [phones] the phone's first state
    private readonly float[] _steps; // [phones, 3, 2]
    private readonly ushort[] _states; // [phones, 3, right, left, 4]

    private TriphoneTables(string[] phones, float[] steps, ushort[] sizes, ushort[] states)
    {
        (Phones, _steps, _states, _first) = (phones, steps, states, new int[phones.Length]);
        for (var phone = 1; phone < phones.Length; phone++) _first[phone] = _first[phone - 1] + sizes[phone - 1];
        Silence = Array.IndexOf(phones, "SIL");
        Noises = [.. Enumerable.Range(0, phones.Length).Where(phone => phones[phone].StartsWith('+'))];
        OfSymbol = [.. Enumerable.Range(0, Pronouncing.Phones.Count)
            .Select(id => Array.IndexOf(phones, Pronouncing.Phones.SymbolOf((byte)id)))];
    }

    /// <summary>Names of the phones; SIL and those that begin with + are no speech.</summary>
    internal string[] Phones { get; }

    /// <summary>The phone of silence.</summary>
    internal int Silence { get; }

    /// <summary>Phones that are noises.</summary>
    internal int[] Noises { get; }

    /// <summary>[40] the phone of each symbol of the lexicon; -1 for the blank.</summary>
    internal int[] OfSymbol { get; }

    /// <summary>[states] the phone of each.</summary>
    internal byte[] PhoneOf { get; private init; } = [];

    /// <summary>[states] the state without a context that it specialises: 3 * phone + place.</summary>
    internal byte[] BaseOf { get; private init; } = [];

    /// <summary>Gaussians of one codebook.</summary>
    internal int Gaussians { get; private init; }

    /// <summary>[states, 3, gaussians] in steps: the logarithm is -weight * <see cref="WeightStep"/>.</summary>
    internal byte[] Weights { get; private init; } = [];

    /// <summary>Nats of one step of a weight.</summary>
    internal float WeightStep { get; private init; }

    /// <summary>What each filter of the front end hears of each band, [80, 25].</summary>
    internal float[] Overlay { get; private init; } = [];

    /// <summary>The transform of the front end, [25, 13].</summary>
    internal float[] Cosines { get; private init; } = [];

    /// <summary>Reads the file. Fails with <c>expert-tables-invalid</c>.</summary>
    public static Outcome<TriphoneTables> Load(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("GMMTABLE"u8)) return Invalid("it does not begin with GMMTABLE");
        try
        {
            return Read(Unpacked(file["GMMTABLE"u8.Length..]));
        }
        catch (InvalidDataException error)
        {
            return Invalid(error.Message);
        }
        catch (EndOfStreamException)
        {
            return Invalid("it ends too early");
        }
    }

    /// <summary>A front end as these Gaussians were trained with.</summary>
    public CepstralFrontEnd CreateFrontEnd() => new(Overlay, Cosines);

    /// <summary>The first of the three states that a phone has without a context.</summary>
    internal int Alone(int phone) => _first[phone];

    /// <summary>The state of a phone in its context.</summary>
    internal int StateOf(WordPosition position, int phone, int left, int right, int place)
    {
        var at = ((((((phone * Places) + place) * Phones.Length) + right) * Phones.Length) + left) * Positions;
        return _first[phone] + _states[at + (int)position];
    }

    /// <summary>Log probability of staying in a state.</summary>
    internal float Stay(int phone, int place) => _steps[((phone * Places) + place) * 2];

    /// <summary>Log probability of going on to the next state, or out.</summary>
    internal float Leave(int phone, int place) => _steps[(((phone * Places) + place) * 2) + 1];

    private static BinaryReader Unpacked(ReadOnlySpan<byte> packed)
    {
        using var unpacking = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        var block = new byte[1 << 16];
        for (int read; (read = unpacking.Read(block)) > 0;)
        {
            if (unpacked.Length + read > MostBytes) throw new InvalidDataException("it unpacks to more than 16 MiB");
            unpacked.Write(block, 0, read);
        }

        unpacked.Position = 0;
        return new BinaryReader(unpacked);
    }

    private static Outcome<TriphoneTables> Read(BinaryReader reader)
    {
        var (phones, states, gaussians) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        if (phones is < 3 or > byte.MaxValue / Places || states < Places * phones || states > ushort.MaxValue || gaussians is < 1 or > 256)
        {
            return Invalid($"it tells of {phones} phones, {states} states and {gaussians} Gaussians");
        }

        string[] names = [.. Enumerable.Range(0, phones).Select(_ => ReadName(reader))];
        var steps = ReadMany<float>(reader, phones * Places * 2);
        var sizes = ReadMany<ushort>(reader, phones);
        var ofContext = ReadMany<ushort>(reader, phones * Places * phones * phones * Positions);
        var (overlaySize, cosinesSize) = CepstralFrontEnd.TableSizes;
        var tables = new TriphoneTables(names, steps, sizes, ofContext)
        {
            BaseOf = ReadMany<byte>(reader, states),
            Overlay = ReadMany<float>(reader, overlaySize),
            Cosines = ReadMany<float>(reader, cosinesSize),
            WeightStep = reader.ReadSingle(),
            Weights = ReadMany<byte>(reader, states * Streams * gaussians),
            Gaussians = gaussians,
            PhoneOf = [.. Enumerable.Range(0, phones).SelectMany(phone => Enumerable.Repeat((byte)phone, sizes[phone]))],
        };
        return reader.BaseStream.Position != reader.BaseStream.Length ? Invalid("it is longer than its head says")
            : tables.Fault(sizes, ofContext) is { } fault ? Invalid(fault)
            : tables;
    }

    private string? Fault(ushort[] sizes, ushort[] states)
    {
        if (Silence < 0 || OfSymbol.AsSpan(1).Contains(-1)) return "it lacks a phone of the lexicon, or silence";
        if (PhoneOf.Length != BaseOf.Length || sizes.Any(size => size < Places)) return "its states do not add up";
        var perPhone = states.Length / sizes.Length;
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] >= sizes[i / perPhone]) return "it names a state that is not there";
        }

        return BaseOf.Any(state => state >= sizes.Length * Places) ? "it names a phone that is not there" : null;
    }

    private static string ReadName(BinaryReader reader)
    {
        var name = new StringBuilder();
        for (byte letter; (letter = reader.ReadByte()) != 0;)
        {
            if (name.Append((char)letter).Length > 16) throw new InvalidDataException("a phone has a name of more than 16 letters");
        }

        return name.ToString();
    }

    private static T[] ReadMany<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static Failure Invalid(string why) => new(
        Stages.Model, "expert-tables-invalid", $"Refusing to use the tables of the acoustic expert: {why}.",
        "Restore models/expert-tables.bin from the release.", Blame.Model);
}
