using System.Text.Json.Serialization;
using EdgeRuntime.Device.Diagnostics;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Inference.Verification;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary>What <c>models list</c> and <c>models verify</c> print with <c>--json</c>.</summary>
internal sealed record ModelsReport(string? Folder, IReadOnlyList<ModelRow> Files, FailureRow? Error);

/// <summary>What <c>models bench</c> prints with <c>--json</c>.</summary>
internal sealed record BenchReport(string? Profile, string? Runtime, IReadOnlyList<ModelTiming> Models, IReadOnlyList<FailureRow> Errors);

/// <summary>What <c>doctor</c> prints with <c>--json</c>.</summary>
internal sealed record DoctorReport(bool Healthy, IReadOnlyList<Check> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelsReport))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class ModelsJson : JsonSerializerContext;
