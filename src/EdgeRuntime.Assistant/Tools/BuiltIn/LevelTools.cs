using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Volume and brightness: both are levels in percent.</summary>
internal static class LevelTools
{
    private const int Step = 10; // percent, where the wearer names no amount

    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        .. Volume(ports.State),
        .. Brightness(ports.State),
        new Tool(new ToolSpec("Mute", "mute the sound", Permission.None), (_, stop) => ports.State.SetAsync(
            "muting the sound", now => now with { Muted = true }, (was, _) => was.Muted ? "The sound is already off." : "Sound off.",
            stop)),
        new Tool(new ToolSpec("Unmute", "turn the sound on", Permission.None), (_, stop) => ports.State.SetAsync(
            "turning the sound on", now => now with { Muted = false }, (_, now) => $"Sound on, at {AnswerText.Percent(now.Volume)}.",
            stop)),
        new Tool(
            new ToolSpec("GetVolume", "tell the volume", Permission.None),
            (_, _) => StateAnswers.Say(VolumeText(ports.State.Current.Settings))),
    ];

    private static IEnumerable<Tool> Volume(IGlassesState state) => Level(
        state, "Volume", "volume", now => now.Volume, (now, level) => now with { Volume = level, Muted = false });

    private static IEnumerable<Tool> Brightness(IGlassesState state) => Level(
        state, "Brightness", "brightness", now => now.Brightness, (now, level) => now with { Brightness = level });

    private static IEnumerable<Tool> Level(
        IGlassesState state, string name, string noun, Func<GlassesSettings, int> get, Func<GlassesSettings, int, GlassesSettings> set)
    {
        ValueTask<Outcome<ToolResult>> ToAsync(string what, Func<int, int> next, CancellationToken stop) => state.SetAsync(
            what, now => set(now, Math.Clamp(next(get(now)), 0, 100)), (was, now) => Said(noun, get(was), get(now)), stop);

        yield return new Tool(
            new ToolSpec(
                $"Set{name}", $"set the {noun}", Permission.None,
                ArgumentSpec.Percent("percent") with { Question = "To what percent?" }),
            (call, stop) =>
                ToAsync(
                    $"setting the {noun} to {AnswerText.Percent(call.Number("percent"))}", _ => (int)Math.Round(call.Number("percent")),
                    stop));
        yield return new Tool(
            new ToolSpec($"{name}Up", $"turn the {noun} up", Permission.None, ArgumentSpec.Percent("percent", required: false)),
            (call, stop) => ToAsync($"turning the {noun} up", now => now + Amount(call), stop));
        yield return new Tool(
            new ToolSpec($"{name}Down", $"turn the {noun} down", Permission.None, ArgumentSpec.Percent("percent", required: false)),
            (call, stop) => ToAsync($"turning the {noun} down", now => now - Amount(call), stop));
    }

    private static int Amount(ToolCall call) => call.Has("percent") ? (int)Math.Round(call.Number("percent")) : Step;

    private static string Said(string noun, int was, int now) => (was == now, now) switch
    {
        (true, 100) => $"The {noun} is already at its maximum.",
        (true, 0) => $"The {noun} is already at its minimum.",
        (true, _) => $"The {noun} is already at {AnswerText.Percent(now)}.",
        _ => $"{AnswerText.Capitalised(noun)} {(now > was ? "up" : "down")} to {AnswerText.Percent(now)}.",
    };

    private static string VolumeText(GlassesSettings now) =>
        now.Muted
            ? $"The sound is off; the volume is set to {AnswerText.Percent(now.Volume)}."
            : $"The volume is at {AnswerText.Percent(now.Volume)}.";
}
