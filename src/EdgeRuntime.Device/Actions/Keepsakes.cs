using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Actions;

/// <summary>What of a wearer is left on the glasses when no phone is paired any more.</summary>
/// <param name="Notes">How many notes.</param>
/// <param name="Pictures">How many pictures and videos.</param>
internal sealed record Keepsakes(int Notes, int Pictures)
{
    /// <summary>Counts what is there; a folder that was never made holds nothing.</summary>
    public static Keepsakes Find(GlassesState state, string stateFolder)
    {
        var media = new DirectoryInfo(MediaFolder.PathIn(stateFolder));
        return new Keepsakes(state.Notes.Count, media.Exists ? media.EnumerateFiles().Count() : 0);
    }

    /// <summary>What the wearer is asked at the last forget; null where nothing is left to ask about.</summary>
    public string? Question => this is { Notes: 0, Pictures: 0 } ? null
        : $"{Told} Then hold the button for ten seconds. If not, they stay, and no other phone gets them.";

    /// <summary>The same for a person at a terminal; null where nothing is left to ask about.</summary>
    public string? TerminalQuestion =>
        Question is null ? null : $"{Told} Then run: edge-runtime reset. If not, they stay, and no other phone gets them.";

    private string Told =>
        $"That was the last phone. {Left} {(Notes + Pictures == 1 ? "is" : "are")} still on these glasses. Shall they go as well?";

    /// <summary>What there is, in words.</summary>
    public string Left => (Notes, Pictures) switch
    {
        (0, 0) => "No note and no picture",
        (0, _) => Counted(Pictures, "picture"),
        (_, 0) => Counted(Notes, "note"),
        _ => $"{Counted(Notes, "note")} and {Counted(Pictures, "picture")}",
    };

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
