using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Hardware;

namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Steers the player: music and podcasts.</summary>
internal static class MediaTools
{
    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec("PlayMedia", "play music", Permission.Media, new ArgumentSpec("playlist", SlotKind.List, Required: false)),
            (call, stop) => call.Text("playlist") is { } playlist
                ? Said(ports, ports.Player.PlayAsync(playlist, stop), media => $"Playing {media.Playlist}")
                : Said(ports, ports.Player.SendAsync(MediaCommand.Play, stop), media => $"Playing track {media.Track}")),
        Command(ports, "PauseMedia", "pause music", MediaCommand.Pause, _ => "Paused"),
        Command(ports, "NextTrack", "skip tracks", MediaCommand.Next, media => $"Playing track {media.Track}"),
        Command(ports, "PreviousTrack", "go back a track", MediaCommand.Previous, media => $"Playing track {media.Track}"),
    ];

    private static Tool Command(GlassesPorts ports, string name, string summary, MediaCommand command, Func<MediaState, string> said) =>
        new(
        new ToolSpec(name, summary, Permission.Media),
        (_, stop) => Said(ports, ports.Player.SendAsync(command, stop), said));

    private static ValueTask<Outcome<ToolResult>> Said(
        GlassesPorts ports, ValueTask<Outcome<MediaState>> done, Func<MediaState, string> said) =>
        done.AnswerAsync(
            ports.Player.IsSimulated, media => ports.Player.IsSimulated ? $"{said(media)}, on the simulated player." : $"{said(media)}.");
}
