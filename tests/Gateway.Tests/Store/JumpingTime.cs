using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Store;

/// <summary>A time that only tests move, with a clock on the wall that can be set wrong without time passing.</summary>
internal sealed class JumpingTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>How wrong the clock is.</summary>
    public TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
}
