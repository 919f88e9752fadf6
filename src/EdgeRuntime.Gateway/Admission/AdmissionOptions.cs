using EdgeRuntime.Gateway.Settings;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>Limits of the whole gateway; the tenants' own stand in their settings. All limits hold for each replica by itself. Section
/// <c>Gateway:Admission</c>.</summary>
public sealed record AdmissionOptions
{
    /// <summary>Where they stand in the configuration.</summary>
    public const string Section = "Gateway:Admission";

    /// <value>Turns running at the same time, of all tenants.</value>
    public int MaxConcurrentTurns { get; init; } = 2048;

    /// <value>Turns begun in any 60 seconds, of all tenants; zero for no limit.</value>
    public long RequestsPerMinute { get; init; }

    /// <value>Tokens of turns begun in any 60 seconds, of all tenants; zero for no limit.</value>
    public long TokensPerMinute { get; init; }

    /// <value>Most turns that wait. Fewer when they are not expected to begin within <see cref="MaxQueueWait"/>.</value>
    public int QueueLength { get; init; } = 1024;

    /// <value>Longest wait that a turn is let into the queue for, and never more than half of what a turn takes on average,
    /// so that those who are let in are not late. Where the expectation was wrong, the turn is refused after twice as long.</value>
    public TimeSpan MaxQueueWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Most bytes of sound and pictures that the turns of one tenant hold, from when they come to the end of the turn.</value>
    public long InputBytesPerTenant { get; init; } = 128 << 20;

    /// <value>Most bytes of sound and pictures that all turns hold; the questions that are being written to model servers take up to
    /// three times as much again.</value>
    public long InputBytes { get; init; } = 512 << 20;

    /// <value>What a turn is thought to take until the first have ended.</value>
    public TimeSpan ExpectedTurn { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Checks bounds; one sentence per fault.</summary>
    public sealed class Validator : IValidateOptions<AdmissionOptions>
    {
        private const long LeastInputBytes = 6_114_304; // 60 s of sound and four pictures of 1 MiB
        private const string OneTurn = "6114304 (one turn) or more";

        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, AdmissionOptions options)
        {
            SettingRule[] rules =
            [
                new(nameof(MaxConcurrentTurns), options.MaxConcurrentTurns, options.MaxConcurrentTurns is >= 1 and <= 1_000_000,
                    "1 to 1000000"),
                new(nameof(RequestsPerMinute), options.RequestsPerMinute, options.RequestsPerMinute >= 0, "0 (no limit) or more"),
                new(nameof(TokensPerMinute), options.TokensPerMinute, options.TokensPerMinute >= 0, "0 (no limit) or more"),
                new(nameof(QueueLength), options.QueueLength, options.QueueLength is >= 0 and <= 1_000_000, "0 to 1000000"),
                new(nameof(MaxQueueWait), options.MaxQueueWait, Within(options.MaxQueueWait, 0, 30), "00:00:00 to 00:00:30"),
                new(nameof(InputBytesPerTenant), options.InputBytesPerTenant, options.InputBytesPerTenant >= LeastInputBytes, OneTurn),
                new(nameof(InputBytes), options.InputBytes, options.InputBytes >= LeastInputBytes, OneTurn),
                new(nameof(ExpectedTurn), options.ExpectedTurn, Within(options.ExpectedTurn, 0.001, 600), "00:00:00.001 to 00:10:00"),
            ];
            string[] faults = [.. SettingRule.Broken(Section, rules)];
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static bool Within(TimeSpan value, double leastSeconds, double mostSeconds) =>
            value.TotalSeconds >= leastSeconds && value.TotalSeconds <= mostSeconds;
    }
}
