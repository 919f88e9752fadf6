using System.Text.Json;

namespace EdgeRuntime.Contracts.Companion;

/// <summary>A kept message: it waits on the sender's disk until it is acknowledged.</summary>
/// <param name="N">Its number: one more than the last in this direction of the bond.</param>
/// <param name="Kind">One of <see cref="KeptKinds"/>.</param>
/// <param name="Body">What it says, by its kind.</param>
public sealed record PutMessage(long N, string Kind, JsonElement Body)
{
    /// <summary>Name of the message.</summary>
    public const string Name = "put";

    /// <summary><see cref="Name"/>.</summary>
    public string T { get; init; } = Name;
}
