using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeRuntime.Device.Hearing;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    WriteIndented = true)]
[JsonSerializable(typeof(WakeSettings))]
internal sealed partial class WakeSettingsJson : JsonSerializerContext;
