using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Inference.Verification;

/// <summary>How one file of the models folder stands against its promise.</summary>
/// <param name="Entry">The promise.</param>
/// <param name="Failure">Why it is refused; null when it is as promised.</param>
/// <param name="Placement">What runs where; null for a plain file or a refused model.</param>
public sealed record ModelVerdict(FileEntry Entry, Failure? Failure, Placement? Placement);
