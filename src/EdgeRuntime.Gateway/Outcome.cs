using System.Diagnostics.CodeAnalysis;

namespace EdgeRuntime.Gateway;

/// <summary>Either a value or the <see cref="Failure"/> that stands in its place. A class, since the framework would compile all that is
/// done with it anew for each type at every start; where there is one for every token, it is not for that.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Outcome<T>
{
    private Outcome(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>The value; meaningful only where <see cref="Failure"/> is null.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value; null on success.</summary>
    public Failure? Failure { get; }

    /// <summary>A success, so that a method can return the bare value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Wraps a value of an interface type, which no implicit conversion can.</summary>
    public static Outcome<T> From(T value) => new(value, null);

    /// <summary>A failure, so that a method can return it as it is.</summary>
    public static implicit operator Outcome<T>(Failure failure) => new(default, failure);

    /// <summary>True with the value, or false with the failure.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure)
    {
        value = Value;
        failure = Failure;
        return failure is null;
    }
}
