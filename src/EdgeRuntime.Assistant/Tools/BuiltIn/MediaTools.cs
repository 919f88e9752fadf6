namespace EdgeRuntime.Assistant.Tools.BuiltIn;


/// <summary>Music and podcasts.</summary>
internal static class MediaTools
{
    public static IEnumerable<ITool> Of(GlassesPorts ports) =>
    [
        Command(ports, "PlayMedia", "play music", MediaCommand.Play, media => $"Playing track {media.Track}"),
        Command(ports, "PauseMedia", "pause music", MediaCommand.Pause, _ => "Paused"),
        Command(ports, "NextTrack", "skip tracks", MediaCommand.Next, media => $"Playing track {media.Track}"),
        Command(ports, "PreviousTrack", "go back a track", MediaCommand.Previous, media => $"Playing track {media.Track}"),
    ];

    private static Tool Command(GlassesPorts ports, string name, string summary, MediaCommand command, Func<MediaState, string> said) => new(
        new ToolSpec(name, summary, Permission.Media),
        (_, stop) => ports.Player.SendAsync(command, stop).AnswerAsync(
            ports.Player.IsSimulated, media => ports.Player.IsSimulated ? $"{said(media)}, on the simulated player." : $"{said(media)}."));
}
