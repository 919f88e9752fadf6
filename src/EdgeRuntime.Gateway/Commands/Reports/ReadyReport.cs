using System.Text.Json.Serialization;

namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>What <c>serve --ready-json</c> prints on one line once calls are accepted.</summary>
/// <param name="Event">Always <c>ready</c>.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Port">The same, for who chose port 0.</param>
/// <param name="Pin">SHA-256 of the certificate; empty without TLS.</param>
/// <param name="Key">The development key; empty without <c>--development</c>.</param>
/// <param name="Model">Answers where nobody names one.</param>
internal sealed record ReadyReport(string Event, string Address, int Port, string Pin, string Key, string Model);

/// <summary>The line's JSON; a context of its own, so that a start pays for nothing else.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ReadyReport))]
internal sealed partial class ReadyJson : JsonSerializerContext;
