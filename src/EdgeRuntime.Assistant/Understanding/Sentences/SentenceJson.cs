using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>Reads the settings without reflection, so that the program can be trimmed; unknown keys are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(SentenceSettings))]
internal sealed partial class SentenceJson : JsonSerializerContext;
