using System.Diagnostics;

namespace Device.Tests.Actions;

/// <summary>Starts <see cref="StateWriter"/> as a process of its own.</summary>
internal static class ChildWriter
{
    /// <summary>The command that runs it, for a shell.</summary>
    public static string Command(string folder) => $"'{Dotnet}' '{typeof(ChildWriter).Assembly.Location}' write '{folder}'";

    public static Process Start(string folder) => StartAs("write", folder);

    /// <summary>Starts this assembly with arguments of <see cref="Program"/>.</summary>
    public static Process StartAs(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Dotnet, [typeof(ChildWriter).Assembly.Location, .. arguments]) { RedirectStandardOutput = true })!;

    private static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
