namespace Device.Tests.Bridge;

/// <summary>Writes a shell script that may be run.</summary>
internal static class Script
{
    public static string Write(TemporaryFolder folder, string name, string body)
    {
        File.WriteAllText(folder[name], $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder[name];
    }
}
