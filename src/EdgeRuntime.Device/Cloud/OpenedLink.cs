using EdgeRuntime.Assistant.Answering;

namespace EdgeRuntime.Device.Cloud;

/// <summary>What came of opening a call: a link whose turn was taken, or why there is none.</summary>
/// <param name="Link">The link; the receiver disposes it.</param>
/// <param name="Failed">Why there is none.</param>
internal sealed record OpenedLink(GatewayLink? Link, AnswerEvent.Failed? Failed);
