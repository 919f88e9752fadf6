using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Reads typed values out of the fields of an event and remembers whether one was wrong.</summary>
internal sealed class RouteFields(IReadOnlyList<TraceField> fields)
{
    private const double MaxWhole = 1L << 53; // beyond it a double, and so JSON, loses whole numbers

    /// <summary>True when a field was missing or of another kind.</summary>
    public bool IsBroken { get; private set; }

    public bool Has(string name) => Value(name) is not null;

    public string? Text(string name) => Find<string>(name);

    public bool Flag(string name) => Value(name) is { } value && (value as bool? ?? Broken(false));

    public double? Number(string name) => Value(name) is { } value ? value as double? ?? Broken(0.0) : null;

    public long? Whole(string name) => Number(name) is { } number
        ? Math.Abs(number) <= MaxWhole && Math.Floor(number) == number ? (long)number : Broken(0L)
        : null;

    public T Enum<T>(string name)
        where T : struct,
        Enum => System.Enum.TryParse<T>(Text(name), out var value) && System.Enum.IsDefined(value) ? value : Broken(default(T));

    /// <summary>Says that a number is missing.</summary>
    public double Missing() => Broken(0.0);

    private object? Value(string name) => fields.FirstOrDefault(field => field.Name == name).Value;

    private T? Find<T>(string name)
        where T : class => Value(name) is { } value ? value as T ?? Broken<T?>(null) : null;

    private T Broken<T>(T value)
    {
        IsBroken = true;
        return value;
    }
}
