using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>A place in the word graph while phones are read: at a node (empty suffix),
/// or inside a word with the rest of its phones ahead.</summary>
/// <param name="Steps">Sequence said when the word is through.</param>
/// <param name="Target">Node that is reached then.</param>
/// <param name="Suffix">Phones still ahead.</param>
internal readonly record struct PhoneItem(int Steps, int Target, int Suffix) : IComparable<PhoneItem>
{
    /// <summary>A place at a node, between words.</summary>
    public static PhoneItem At(int node) => new(StepSequences.Empty, node, PhoneSuffixes.Empty);

    /// <summary>Whether it is a node.</summary>
    public bool IsNode => Suffix == PhoneSuffixes.Empty;

    /// <inheritdoc/>
    public int CompareTo(PhoneItem other) =>
        Steps != other.Steps ? Steps.CompareTo(other.Steps)
        : Target != other.Target ? Target.CompareTo(other.Target)
        : Suffix.CompareTo(other.Suffix);
}
