namespace EdgeRuntime.Device.Bridge;

/// <summary>Reads attributes that Linux drivers show as files of one line.</summary>
internal static class SysfsFile
{
    /// <summary>The line; null where the driver has none.</summary>
    public static string? FirstLine(string folder, string file)
    {
        try
        {
            return File.ReadLines(Path.Combine(folder, file)).FirstOrDefault();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return null; // drivers leave files out, and fail reads while the battery is being changed
        }
    }
}
