namespace EdgeRuntime.Assistant.Hardware;

/// <summary>How far the exchange with a paired phone has come. It stands in the same document as what the phone's messages change,
/// so that each is done once.</summary>
/// <param name="Received">Number of the phone's last kept message that was done.</param>
/// <param name="NoteId">Number of the last note that was handed over for the phone.</param>
/// <param name="Media">Name of the last picture or video that was offered; null before the first.</param>
public sealed record PhoneProgress(long Received = 0, int NoteId = 0, string? Media = null)
{
    /// <summary>Name of the last picture or video from before the phone was paired, which it does not get;
    /// null where it gets all.</summary>
    public string? MediaBefore { get; init; }

    /// <summary>Contacts that it gave.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Playlists that it gave.</summary>
    public IReadOnlyList<string> Playlists { get; init; } = [];
}
