using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Reads the decoding settings without reflection, so that the program can be trimmed; unknown keys are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    WriteIndented = true)]
[JsonSerializable(typeof(DecodingOptions))]
internal sealed partial class DecodingJson : JsonSerializerContext;
