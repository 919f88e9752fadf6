namespace EdgeRuntime.Device.Files;

/// <summary>What lies at a path.</summary>
internal enum StoredKind
{
    /// <summary>Not even a link.</summary>
    Nothing,

    /// <summary>A file that can be read to its end, or a link to one.</summary>
    File,

    /// <summary>A folder, or a link to one.</summary>
    Folder,

    /// <summary>Something else: a pipe, a socket, a device, a link that leads nowhere. To open it may wait for ever.</summary>
    Other,
}
