using System.Text.Json.Serialization;

namespace EdgeRuntime.Device.Commands.Context;

/// <summary>What <c>context check --json</c> prints.</summary>
internal sealed record ContextReport
{
    /// <summary>File or folder that was checked.</summary>
    public required string File { get; init; }

    /// <summary>Language of the context.</summary>
    public required string Language { get; init; }

    /// <summary>Intents that can be reached.</summary>
    public required int Intents { get; init; }

    /// <summary>Distinct words.</summary>
    public required int Words { get; init; }

    /// <summary>Nodes of the word graph.</summary>
    public required int Nodes { get; init; }

    /// <summary>Arcs of the word graph.</summary>
    public required int Arcs { get; init; }

    /// <summary>Ways through the graph, as a decimal number of any length.</summary>
    public required string Sentences { get; init; }

    /// <summary>States of the phone graph; left out where the models are not there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PhoneStates { get; init; }

    /// <summary>Arcs of the phone graph; left out where the models are not there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PhoneArcs { get; init; }

    /// <summary>Memory of the phone graph; left out where the models are not there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? PhoneBytes { get; init; }

    /// <summary>What was tolerated, with its place.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Sentences that the context understands.</summary>
    public required IReadOnlyList<SampleRow> Samples { get; init; }
}
