using System.Buffers.Binary;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What English sounds like at large: common words as a tree over phones with their costs,
/// and the cost of a phone after two others. A context is weighed against it,
/// so that speech outside the context is told from a command. Immutable, safe for any thread.</summary>
/// <remarks>The layout is told by <c>models/training/make_background.py</c>, which makes it. Costs are natural logarithms.</remarks>
public sealed class BackgroundModel
{
    /// <summary>Steps of a stored cost per nat.</summary>
    private const float StepsPerNat = 16;

    /// <summary>Stored end cost of a node where no word ends.</summary>
    private const byte NoEnd = 255;

    private const int HeaderBytes = 8;
    private const int NodeBytes = 4;
    private const int Histories = Phones.Count * Phones.Count;

    private BackgroundModel(int nodes)
    {
        Phone = new byte[nodes];
        Parent = new int[nodes];
        FirstChild = new int[nodes + 1];
        Cost = new float[nodes];
        EndCost = new float[nodes];
        PhoneCosts = new float[Histories * Phones.Count];
    }

    internal byte[] Phone { get; } // [nodes]

    internal int[] Parent { get; } // [nodes], smaller than the node itself; -1 for those that begin a word

    internal int[] FirstChild { get; } // [nodes + 1], behind the node itself; those of the root stand from 0 to FirstChild[0]

    internal float[] Cost { get; } // [nodes], of entering

    internal float[] EndCost { get; } // [nodes], +infinity where no word ends

    internal float[] PhoneCosts { get; } // [40, 40, 40]: of a phone after two others, 0 is the beginning

    /// <summary>Reads the file. Fails with <c>background-invalid</c>.</summary>
    public static Outcome<BackgroundModel> Load(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes || !file[..4].SequenceEqual("EBG1"u8))
            return Invalid("it does not begin with EBG1");
        var nodes = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        if (nodes < 1 || file.Length != HeaderBytes + ((long)nodes * NodeBytes) + (Histories * Phones.Count))
            return Invalid($"its length does not fit {nodes} nodes");
        var model = new BackgroundModel(nodes);
        if (!model.ReadTree(file.Slice(HeaderBytes, nodes * NodeBytes)))
            return Invalid("its words are no tree of phones");
        var costs = file[(HeaderBytes + (nodes * NodeBytes))..];
        for (var i = 0; i < costs.Length; i++)
            model.PhoneCosts[i] = costs[i] / StepsPerNat;
        return model;
    }

    private bool ReadTree(ReadOnlySpan<byte> rows)
    {
        var children = 0;
        for (var node = 0; node < Phone.Length; node++)
            children += rows[(node * NodeBytes) + 3];
        var next = Phone.Length - children; // nodes before it begin words
        if (next < 1)
            return false;
        Parent.AsSpan(0, next).Fill(-1);
        for (var node = 0; node < Phone.Length; node++)
        {
            var row = rows.Slice(node * NodeBytes, NodeBytes);
            if (row[0] is 0 or >= Phones.Count || (row[3] > 0 && next <= node))
                return false;
            (Phone[node], Cost[node]) = (row[0], row[1] / StepsPerNat);
            EndCost[node] = row[2] == NoEnd ? float.PositiveInfinity : row[2] / StepsPerNat;
            FirstChild[node] = next;
            Parent.AsSpan(next, row[3]).Fill(node);
            next += row[3];
        }

        FirstChild[^1] = next;
        return true;
    }

    private static Failure Invalid(string why) => new(
        Stages.Model, "background-invalid", $"Refusing to use the background model: {why}.",
        "Restore models/background.bin from the release.", Blame.Model);
}
