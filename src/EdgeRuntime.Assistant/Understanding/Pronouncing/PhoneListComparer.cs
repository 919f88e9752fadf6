namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>Compares pronunciations phone by phone.</summary>
internal sealed class PhoneListComparer : IEqualityComparer<byte[]>
{
    public static readonly PhoneListComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] phones)
    {
        var hash = new HashCode();
        hash.AddBytes(phones);
        return hash.ToHashCode();
    }
}
