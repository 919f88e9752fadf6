namespace EdgeRuntime.Contracts.Companion;

/// <summary>Kinds of <see cref="PutMessage"/>.</summary>
public static class KeptKinds
{
    /// <summary>The phone changes settings: <see cref="SettingsBody"/>.</summary>
    public const string Set = "set";

    /// <summary>The phone's contacts: <see cref="NamesBody"/>.</summary>
    public const string Contacts = "contacts";

    /// <summary>The phone's playlists: <see cref="NamesBody"/>.</summary>
    public const string Playlists = "playlists";

    /// <summary>Something came in on the phone: <see cref="NotificationBody"/>.</summary>
    public const string Notification = "notification";

    /// <summary>The phone has a transfer whole: <see cref="TransferBody"/>.</summary>
    public const string Fetched = "fetched";

    /// <summary>The phone is to send a message: <see cref="MessageBody"/>.</summary>
    public const string Message = "message";

    /// <summary>A note was taken: <see cref="NoteBody"/>.</summary>
    public const string Note = "note";

    /// <summary>Here stood a message that cannot be read any more; nothing is to be done about it.</summary>
    public const string Lost = "lost";

    /// <summary>A picture or video can be fetched: <see cref="OfferBody"/>.</summary>
    public const string Offer = "offer";
}
