namespace EdgeRuntime.Assistant.Tools;

/// <summary>What a wearer can allow or deny a tool to do. Everything is allowed until the wearer turns it off.</summary>
public enum Permission
{
    /// <summary>Needs no leave: it only reads or changes the glasses' own settings.</summary>
    None,

    /// <summary>Takes photos and videos.</summary>
    Camera,

    /// <summary>Places, answers and ends calls through the phone.</summary>
    Calls,

    /// <summary>Sends and reads messages through the phone.</summary>
    Messages,

    /// <summary>Controls what plays.</summary>
    Media,

    /// <summary>Reads and writes notes and reminders.</summary>
    Notes,

    /// <summary>Uses the place the wearer is at.</summary>
    Location,

    /// <summary>Makes the phone ring to be found.</summary>
    Phone,
}
