using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Bounds and policies of the filters; what differs between tenants stands in their settings. Section
/// <c>Gateway:Guardrails</c>.</summary>
public sealed record GuardrailsOptions
{
    /// <summary>Where they stand in the configuration.</summary>
    public const string Section = "Gateway:Guardrails";

    /// <value>Longest text from the wearer or from a tool, in UTF-8 bytes.</value>
    public int MostTextBytes { get; init; } = 32_768;

    /// <value>Longest answer in characters.</value>
    public int MostAnswerChars { get; init; } = 262_144;

    /// <value>Largest picture in bytes.</value>
    public int MostFrameBytes { get; init; } = 1_048_576;

    /// <value>Longest side of a picture in pixels; it bounds what a server has to unpack.</value>
    public int MostFrameSide { get; init; } = 4096;

    /// <value>Most sound of a turn in bytes; 60 s of 16 kHz mono are 1 920 000.</value>
    public int MostSoundBytes { get; init; } = 1_920_000;

    /// <value>Holds the first word of an answer until it ends, as all others are held, so that nothing at all of an e-mail address goes
    /// out; the first token is a token late then.</value>
    public bool HoldFirstWord { get; init; }

    /// <value>What is done about a tool's result with instructions to the model in it: <c>wrap</c> (mark as data), <c>refuse</c> or
    /// <c>off</c>.</value>
    public string Injection { get; init; } = "wrap";

    /// <value>Server of <c>Gateway:Upstreams</c> that is asked about every text from the wearer at <c>/moderations</c>; empty for none.
    /// Answers are not moderated.</value>
    public string ModerationServer { get; init; } = "";

    /// <value>Model that it is to judge with.</value>
    public string ModerationModel { get; init; } = "omni-moderation-latest";

    /// <value>Longest wait for it.</value>
    public TimeSpan ModerationTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Whether a text is let through when it does not answer.</value>
    public bool PassWhenModerationFails { get; init; }

    /// <summary>Checks bounds and that the moderation server exists; one sentence per fault.</summary>
    public sealed class Validator(IOptions<UpstreamsOptions> upstreams) : IValidateOptions<GuardrailsOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, GuardrailsOptions options)
        {
            SettingRule[] rules =
            [
                new(nameof(MostTextBytes), options.MostTextBytes, options.MostTextBytes is >= 1 and <= 1_048_576, "1 to 1048576"),
                new(nameof(MostAnswerChars), options.MostAnswerChars, options.MostAnswerChars is >= 1 and <= 16_777_216, "1 to 16777216"),
                new(nameof(MostFrameBytes), options.MostFrameBytes, options.MostFrameBytes is >= 1 and <= 16_777_216, "1 to 16777216"),
                new(nameof(MostFrameSide), options.MostFrameSide, options.MostFrameSide is >= 16 and <= 65_535, "16 to 65535"),
                new(nameof(MostSoundBytes), options.MostSoundBytes, options.MostSoundBytes is >= 2 and <= 16_777_216, "2 to 16777216"),
                new(nameof(Injection), options.Injection, options.Injection is "wrap" or "refuse" or "off", "wrap, refuse or off"),
                new(nameof(ModerationServer), options.ModerationServer, IsServer(options.ModerationServer),
                    "one of the names of Gateway:Upstreams:Servers"),
                new(nameof(ModerationTimeout), options.ModerationTimeout, options.ModerationTimeout.TotalSeconds is >= 0.01 and <= 60,
                    "00:00:00.010 to 00:01:00"),
            ];
            string[] faults = [.. SettingRule.Broken(Section, rules)];
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private bool IsServer(string name) => name.Length == 0 || upstreams.Value.Servers.Any(server => server.Name == name);
    }
}
