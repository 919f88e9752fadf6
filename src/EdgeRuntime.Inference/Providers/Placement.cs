namespace EdgeRuntime.Inference.Providers;

/// <summary>What runs where: the provider that was asked for, and who took which operators of one model.</summary>
/// <param name="Requested">Execution provider in the profile.</param>
/// <param name="Note">Null when the request was met; else one sentence that says why not.</param>
/// <param name="Providers">Operators of the loaded graph by provider, in ONNX Runtime's own account.</param>
public sealed record Placement(string Requested, string? Note, IReadOnlyList<ProviderShare> Providers);
