using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One question to a model.</summary>
public sealed record ChatRequest
{
    /// <summary>Who pays; part of every limit and log scope.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Model by the name of the price list.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation, oldest first.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Tools of the device, as they came.</summary>
    public IReadOnlyList<Contracts.V1.Tool> Tools { get; init; } = [];

    /// <summary>The answer stops after this many tokens.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>Only upstreams marked private may be asked.</summary>
    public bool PrivateOnly { get; init; }

    /// <summary>Called right before the question is written to a server, for each that is asked and can be reached: until then it has cost
    /// nobody anything.</summary>
    public Action? Leaving { get; init; }

    /// <summary>When the turn must be over.</summary>
    public required Deadline Deadline { get; init; }
}
