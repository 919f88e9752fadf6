using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Every expected way out of a call and a turn that begins here.</summary>
internal static class SessionFailures
{
    public static Failure KeyMissing { get; } = new(
        "key-missing", "The call carries no key.", "Send the metadata authorization: Bearer KEY, at most 256 bytes.", Blame.Tenant);

    public static Failure StartMissing { get; } = new(
        "start-missing", "The first message of a call must be Start.", "Send Start with sequence 1 first.", Blame.Client);

    public static Failure MessageMalformed { get; } = new(
        "message-malformed", "A message could not be read.", "Send messages of edgeruntime.v1.", Blame.Client);

    public static Failure MessageTooLong { get; } = Bound("A message", $"at most {Bounds.MessageBytes} bytes");

    public static Failure InputIncomplete { get; } = new(
        "input-incomplete", "The call's requests ended before the input was complete.", "Mark the last Text, Audio or Frame with last.",
        Blame.Client);

    public static Failure InputTimeout { get; } = new(
        "input-timeout", "No message came for too long while input was awaited.", "Begin again and send without long gaps.", Blame.Client)
    { Retryable = true };

    public static Failure InputEmpty { get; } = new(
        "input-empty", "There was nothing to answer.", "Send words, sound or a picture.", Blame.Client);

    public static Failure AudioGap { get; } = new(
        "audio-gap", "A piece of sound does not follow the one before.", "Send first_sample without gaps, from 0.", Blame.Client);

    public static Failure ToolTimeout { get; } = new(
        "tool-timeout", "A tool of the device did not answer in time.", "Answer each ToolCall, if only with failed = true.", Blame.Client);

    public static Failure ToolRounds { get; } = new(
        "tool-rounds", "The model kept calling tools and never answered.", "Offer fewer tools, or ask another model.", Blame.Upstream);

    public static Failure NotReading { get; } = new(
        "client-not-reading", "The client did not read the answer and it outgrew its bound.", "Read responses as they come.", Blame.Client);

    public static Failure LinkLost { get; } = new(
        "link-lost", "The link was lost and nobody came back in time.", "Resume within the grace time.", Blame.Client);

    public static Failure LinkReplaced { get; } = new(
        "link-replaced", "Another call has taken over this turn.", "Read on in the other call.", Blame.Client);

    public static Failure ResumeTooLate { get; } = new(
        "resume-too-late", "What followed was already forgotten.", "Acknowledge what was used and resume from there.", Blame.Client);

    public static Failure TurnLost { get; } = new(
        "turn-lost", "No running turn has this resume token.", "Begin the turn again with the same idempotency key; it is billed once.",
        Blame.Client)
    { Retryable = true };

    public static Failure TurnEnded { get; } = new(
        "turn-lost", "The turn of this idempotency key ended before this call had said the same.",
        "Call again with the same idempotency key; it is billed once.", Blame.Client)
    { Retryable = true };

    public static Failure CanceledAlone { get; } = new(
        "canceled", "The call was canceled before it had said what its turn is about; the turn of its idempotency key goes on.",
        "Nothing was billed for this call.", Blame.Client);

    public static Failure Draining { get; } = new(
        "draining", "This gateway is about to stop.", "Call again; another replica or the restarted gateway answers.", Blame.Gateway)
    { Retryable = true, RetryAfter = TimeSpan.FromSeconds(1) };

    public static Failure Deadline { get; } = new(
        "deadline-exceeded", "The deadline passed before the turn was admitted.", "Allow more time.", Blame.Client)
    { Retryable = true };

    public static Failure CanceledEarly { get; } = new(
        "canceled", "The turn was canceled before it was admitted.", "Nothing was billed.", Blame.Client);

    public static Failure Internal { get; } = new(
        "internal-error", "The gateway failed.", "Call again; the operator finds the cause in the log.", Blame.Gateway)
    { Retryable = true };

    public static Failure CeilingTooLow { get; } = new(
        "budget-exhausted", "The turn's price ceiling is lower than what a question and a short answer cost.",
        "Set a higher price_ceiling_nanos, or none.", Blame.Tenant);

    public static Failure AlreadyDone { get; } = new(
        "turn-already-done", "This idempotency key was billed before and its answer is not kept.",
        "Take the bill; use a new key for a new turn.", Blame.Client);

    public static Failure KeyReused { get; } = new(
        "idempotency-key-reused", "This idempotency key began a turn with other content.",
        "Use a new key for a new question; repeat a question word for word.", Blame.Client);

    public static Failure SettlementDelayed { get; } = new(
        "settlement-delayed", "The turn is over, but its bill could not be written.",
        "Ask with the same idempotency key later for the bill.", Blame.Gateway)
    { Retryable = true, RetryAfter = TimeSpan.FromSeconds(5) };

    public static Failure TurnElsewhere(string replica) => new(
        "turn-elsewhere", $"The turn runs at replica {replica}.", "Resume there; the call's header edge-replica names it.", Blame.Client)
    { Retryable = true };

    public static Failure ResumeLimited(TimeSpan wait) => new(
        "resume-limited", "Too many resume tokens of this key fitted no turn.", "Wait, then resume only own turns.", Blame.Client)
    { Retryable = true, RetryAfter = wait };

    public static Failure SequenceGap(ulong expected, ulong got) => new(
        "sequence-gap", $"Message {expected} was expected, {got} came.", "Number messages from 1 without gaps.", Blame.Client);

    public static Failure Unexpected(string message) => new(
        "message-unexpected", $"{message} is not expected now.", "Follow the order in assistant.proto.", Blame.Client);

    public static Failure Bound(string field, string bound) => new(
        "bound-exceeded", $"{field} must be {bound}.", "Keep the bounds in assistant.proto.", Blame.Client);

    public static Failure DefaultModelGone(string model, string tenantId) => new(
        "model-unknown", $"The tenant's default model '{model}' is not configured any more.",
        $"The operator sets another with: edge-gateway tenants set {tenantId} --default-model MODEL.", Blame.Gateway);

    public static Failure ModelNotAllowed(string model) => new(
        "model-not-allowed", $"This key may not use the model {model}.", "Use another model or another key.", Blame.Tenant);

    public static Failure FeatureNotAllowed(string feature) => new(
        "feature-not-allowed", $"This key may not use {feature}.", "Ask without it, or use another key.", Blame.Tenant);
}
