using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>What is kept of conversations, from section <c>Gateway:History</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway:History";

    /// <value>How long a session is kept after its last turn, 1 min..1 year.</value>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(1);

    /// <value>Turns that are kept of a session, 1..1000; the oldest go first.</value>
    public int MostTurns { get; set; } = 100;

    /// <value>How often what has expired is deleted, 1 s..1 day. It is not given out any more from the moment it expires.</value>
    public TimeSpan DeleteEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Checks every bound; the sentence names key, value and fix.</summary>
    public sealed class Validator : IValidateOptions<HistoryOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, HistoryOptions options)
        {
            if (options.Keep < TimeSpan.FromMinutes(1) || options.Keep > TimeSpan.FromDays(366))
            {
                return Wrong(nameof(Keep), options.Keep, "use 00:01:00 to 366.00:00:00");
            }

            if (options.MostTurns is < 1 or > 1000) return Wrong(nameof(MostTurns), options.MostTurns, "use 1 to 1000");
            return options.DeleteEvery < TimeSpan.FromSeconds(1) || options.DeleteEvery > TimeSpan.FromDays(1)
                ? Wrong(nameof(DeleteEvery), options.DeleteEvery, "use 00:00:01 to 1.00:00:00")
                : ValidateOptionsResult.Success;
        }

        private static ValidateOptionsResult Wrong(string key, object value, string fix) =>
            ValidateOptionsResult.Fail($"{Section}:{key} is '{value}': {fix}.");
    }
}
