using System.CommandLine;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Diagnostics;
using EdgeRuntime.Device.Settings;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime doctor</c>: what is missing on this device and how to mend it.
/// Exit codes: 0 nothing that stops the main job (warnings allowed), 1 something that does, 2 a wrong command line.</summary>
public static class DoctorCommand
{
    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var folder = ModelsFolderOption.Create();
        var state = new StateOption();
        var settings = new SettingsOption();
        var json = JsonOption.Create();
        var doctor = new Command("doctor", "Say what is missing on this device and how to mend it; exit 1 when the main job cannot run.")
        {
            folder, state, settings, json,
        };
        doctor.SetAction(parsed =>
        {
            var loaded = SettingsOption.Read(parsed.GetValue(settings), state.FolderOf(parsed));
            var models = SettingsOption.Models(parsed, folder, loaded.Options);
            var checks = Doctor.Examine(Options(loaded, models, state.FolderOf(parsed))).ToArray();
            Print(parsed.InvocationConfiguration.Output, checks, parsed.GetValue(json));
            return checks.Any(check => check.Level == CheckLevel.Fail) ? 1 : 0;
        });
        return doctor;
    }

    private static DoctorOptions Options(LoadedSettings loaded, string models, string state) => new()
    {
        Settings = loaded,
        ModelsFolder = models,
        StateFolder = state,
        SearchPath = Environment.GetEnvironmentVariable("PATH"),
        LowDiskBytes = loaded.Options.Places.LowDiskBytes,
    };

    private static void Print(TextWriter output, Check[] checks, bool json)
    {
        if (json)
        {
            var healthy = checks.All(check => check.Level != CheckLevel.Fail);
            ModelsConsole.Write(output, new DoctorReport(healthy, checks), ModelsJson.Default.DoctorReport);
            return;
        }

        foreach (var check in checks)
        {
            output.WriteLine($"{check.Level.ToString().ToLowerInvariant(),-5}{check.About}: {check.Found}");
            if (check.Next is { } next)
            {
                output.WriteLine($"     → {next}");
            }
        }
    }
}
