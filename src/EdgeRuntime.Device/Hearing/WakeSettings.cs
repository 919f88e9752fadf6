using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Hearing;

/// <summary>Wake phrases and thresholds that belong to one wake model; stored beside it as <c>wake-settings.json</c>.</summary>
public sealed record WakeSettings
{
    /// <value>Version of the file format; this program reads 1.</value>
    public int Schema { get; init; } = 1;

    /// <value>Free text about where the numbers come from; not used.</value>
    public string About { get; init; } = "";

    /// <value>Probability from which the first stage shows a phrase to the second, where the phrase names none;
    /// 0.2 are log-odds of -1.4.</value>
    public float FirstStage { get; init; } = 0.2f;

    /// <value>Time for which a first-stage score must stay the highest before the second stage looks, in milliseconds.</value>
    public int PeakHoldMs { get; init; } = 160;

    /// <value>Weight of the phrase's fit to the acoustic outputs in the sum.</value>
    public double Weight { get; init; } = new WakeCheckOptions().Weight;

    /// <value>Weight of the network that reads the acoustic outputs in the sum.</value>
    public double ReaderWeight { get; init; }

    /// <value>Whether the second pass of the recogniser looks too.</value>
    public bool BothPasses { get; init; }

    /// <value>Lowest second-stage score that counts.</value>
    public double Floor { get; init; } = new WakeCheckOptions().Floor;

    /// <value>The phrases, in the order of the model's outputs.</value>
    public IReadOnlyList<WakePhraseSetting> Phrases { get; init; } =
        [.. new WakeWordOptions(
            ).Phrases.Select(phrase => new WakePhraseSetting(phrase.Text, new WakeCheckOptions().Threshold, phrase.Enabled))];

    /// <summary>Phrases that a wearer may choose, the default one first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Offered => [.. Phrases.Where(phrase => phrase.Offered).Select(phrase => phrase.Text)];

    /// <summary>Settings of the second stage.</summary>
    [JsonIgnore]
    public WakeCheckOptions Check => CheckOver(new WakeCheckOptions());

    /// <summary>Settings of the second stage, with what belongs to no model from elsewhere.</summary>
    public WakeCheckOptions CheckOver(WakeCheckOptions options) => options with
    {
        Weight = Weight,
        ReaderWeight = ReaderWeight,
        BothPasses = BothPasses,
        Floor = Floor,
        Thresholds = [.. Phrases.Select(phrase => phrase.Threshold)],
    };

    /// <summary>Settings of the always-on listener in which only the given phrases wake.</summary>
    public ListenerOptions ListenFor(IReadOnlyCollection<string> phrases) => ListenFor(phrases, new ListenerOptions());

    /// <summary>The same, with what belongs to no model from elsewhere.</summary>
    public ListenerOptions ListenFor(IReadOnlyCollection<string> phrases, ListenerOptions options) => options with
    {
        WakeWord = options.WakeWord with
        {
            PeakHold = TimeSpan.FromMilliseconds(PeakHoldMs),
            Phrases =
            [
                .. Phrases.Select(
                    phrase => new WakePhrase(phrase.Text, phrase.FirstStage ?? FirstStage) { Enabled = phrases.Contains(phrase.Text) }),
            ],
        },
    };

    /// <summary>These settings with others over them.</summary>
    public WakeSettings With(WakeOptions over) => this with
    {
        FirstStage = (float?)over.FirstStage ?? FirstStage,
        PeakHoldMs = over.PeakHold is { } hold ? (int)Math.Round(hold.TotalMilliseconds) : PeakHoldMs,
        Phrases =
        [
            .. Phrases.Select(phrase => phrase with
            {
                Threshold = over.Thresholds.TryGetValue(phrase.Text, out var threshold) ? threshold : phrase.Threshold,
                FirstStage = (float?)over.FirstStage ?? phrase.FirstStage,
            }),
        ],
    };

    /// <summary>Reads UTF-8 JSON. Failure: <c>wake-settings-invalid</c>.</summary>
    public static Outcome<WakeSettings> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize(json, WakeSettingsJson.Default.WakeSettings);
            return settings is { Schema: 1, Phrases.Count: > 0 } && settings.ListenFor(settings.Offered).Validate() is null
                && settings.Check.Validate() is null
                ? settings
                : Invalid("a number is out of its bounds or the phrases are missing");
        }
        catch (JsonException error)
        {
            return Invalid(error.Message.TrimEnd('.'));
        }
    }

    /// <summary>Settings that cannot be used, with the reason.</summary>
    internal static Failure Invalid(string why) =>
        new(Stages.Model, "wake-settings-invalid", $"The wake settings cannot be used: {why}.",
            "Restore models/wake-settings.json from the release.", Blame.Model);
}
