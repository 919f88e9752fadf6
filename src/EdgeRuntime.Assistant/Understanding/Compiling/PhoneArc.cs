namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>An arc of a <see cref="PhoneAutomaton"/>.</summary>
/// <param name="Phone">Phone 1..39, or <see cref="PhoneGraph.AnyPhone"/>.</param>
/// <param name="Steps">Sequence said on it.</param>
/// <param name="To">Target state.</param>
internal readonly record struct PhoneArc(byte Phone, int Steps, int To) : IComparable<PhoneArc>
{
    /// <inheritdoc/>
    public int CompareTo(PhoneArc other) =>
        Phone != other.Phone ? Phone.CompareTo(other.Phone)
        : Steps != other.Steps ? Steps.CompareTo(other.Steps)
        : To.CompareTo(other.To);
}
