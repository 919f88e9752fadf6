using System.Text.RegularExpressions;
using EdgeRuntime.Gateway.Settings;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Limits of turns and sessions; section <c>Gateway:Sessions</c>.</summary>
public sealed partial class SessionsOptions
{
    /// <summary>Where they stand in the configuration.</summary>
    public const string Section = "Gateway:Sessions";

    /// <value>Time a turn may take when the caller names none.</value>
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>Longest time without a message while input is awaited, and until the first message of a call.</value>
    public TimeSpan InputGap { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Longest time a tool of the device may take.</value>
    public TimeSpan ToolWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How long a turn goes on without a link before it is stopped and billed.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How long the answer of a turn that is over can still be fetched.</value>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Turns that are over and kept; the oldest go first.</value>
    public int LingeringTurns { get; set; } = 10_000;

    /// <value>Bytes of responses that turns keep when they are over, of all tenants; the oldest go first.</value>
    public int LingeringBytes { get; set; } = 512 << 20;

    /// <value>Bytes of responses that a tenant's turns keep when they are over; the oldest go first, and the newest stays.</value>
    public int LingeringBytesPerTenant { get; set; } = 64 << 20;

    /// <value>Tokens of one answer.</value>
    public int MaxOutputTokens { get; set; } = 1024;

    /// <value>Tokens of what was said before that are sent along; older turns are left out.</value>
    public int ContextTokens { get; set; } = 4096;

    /// <value>Questions to the model in one turn; all but the last may call tools.</value>
    public int Rounds { get; set; } = 8;

    /// <value>Responses kept for a resumed call.</value>
    public int OutboxMessages { get; set; } = 4096;

    /// <value>Bytes of responses kept for a resumed call.</value>
    public int OutboxBytes { get; set; } = 4 << 20;

    /// <value>The operator's instructions to the model.</value>
    public string SystemPrompt { get; set; } = "You answer the wearer of smart glasses. Answer in one or two short spoken sentences.";

    /// <value>Name of this gateway among its replicas.</value>
    public string Replica { get; set; } = "gateway";

    /// <value>Resume tokens that fit no turn, per key and minute; after that the key waits.</value>
    public int FailedResumesPerMinute { get; set; } = 20;

    /// <value>How long running turns may go on after a signal to stop.</value>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(20);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,32}$")]
    private static partial Regex ReplicaName();

    /// <summary>Checks the bounds at start.</summary>
    public sealed class Validator : IValidateOptions<SessionsOptions>
    {
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10); // the contract's bound of a deadline

        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, SessionsOptions options)
        {
            SettingRule[] rules =
            [
                Time(nameof(DefaultDeadline), options.DefaultDeadline), Time(nameof(InputGap), options.InputGap),
                Time(nameof(ToolWait), options.ToolWait), Time(nameof(Grace), options.Grace), Time(nameof(Linger), options.Linger),
                Time(nameof(DrainLimit), options.DrainLimit),
                SettingRule.Between(nameof(LingeringTurns), options.LingeringTurns, 0, 1_000_000),
                SettingRule.Between(nameof(LingeringBytes), options.LingeringBytes, 1 << 16, 1 << 30),
                SettingRule.Between(nameof(LingeringBytesPerTenant), options.LingeringBytesPerTenant, 1 << 16, 1 << 30),
                SettingRule.Between(nameof(MaxOutputTokens), options.MaxOutputTokens, 1, 131_072),
                SettingRule.Between(nameof(ContextTokens), options.ContextTokens, 0, 1_048_576),
                SettingRule.Between(nameof(Rounds), options.Rounds, 1, 64),
                SettingRule.Between(nameof(OutboxMessages), options.OutboxMessages, 16, 1_000_000),
                SettingRule.Between(nameof(OutboxBytes), options.OutboxBytes, 1 << 16, 1 << 28),
                SettingRule.Between(nameof(FailedResumesPerMinute), options.FailedResumesPerMinute, 1, 10_000),
                new(nameof(Replica), options.Replica, ReplicaName().IsMatch(options.Replica), "1 to 32 letters, digits, _ or -"),
            ];
            string[] wrong = [.. SettingRule.Broken(Section, rules)];
            return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
        }

        private static SettingRule Time(string key, TimeSpan value) =>
            new(key, value, value >= TimeSpan.FromMilliseconds(100) && value <= Longest, $"00:00:00.1 to {Longest}");
    }
}
