using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Companion;

/// <summary>How much waits for a phone.</summary>
public sealed record OutboxOptions
{
    /// <value>Messages that may wait.</value>
    public int MaxMessages { get; init; } = 1000;

    /// <value>Bytes on disk they may take together; pictures are offered only and not counted.</value>
    public long MaxBytes { get; init; } = 8L << 20;

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => MaxMessages < 1 || MaxBytes < 64 << 10
        ? new Failure(Stages.Start, "outbox-options-invalid", "The outbox needs room for a message and 64 KiB.", "Correct the setting.")
        : null;
}
