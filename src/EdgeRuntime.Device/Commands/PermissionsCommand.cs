using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime permissions list|allow|deny</c>: what the wearer lets the tools do.</summary>
internal static class PermissionsCommand
{
    private static readonly Permission[] Known = [.. Enum.GetValues<Permission>().Where(permission => permission != Permission.None)];

    public static Command Create() => new("permissions", "What the tools may do.")
    {
        List(),
        Change("allow", "Allow something.", allowed: true),
        Change("deny", "Deny something; tools that need it refuse and say so.", allowed: false),
    };

    private static Command List()
    {
        var folder = new StateOption();
        var list = new Command("list", "Show every permission.") { folder };
        list.SetAction(parsed =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            if (!Open(folder.FolderOf(parsed)).TryGet(out var store, out var failure)) return (int)console.Fail(failure);
            using (store) Print(store.Current, console.Output);
            return (int)ExitCode.Done;
        });
        return list;
    }

    private static Command Change(string verb, string description, bool allowed)
    {
        var name = new Argument<string>("NAME") { Description = string.Join(", ", Known.Select(NameOf)) };
        var folder = new StateOption();
        var command = new Command(verb, description) { name, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            var changed = await ChangeAsync(parsed.GetRequiredValue(name), folder.FolderOf(parsed), allowed, cancellationToken);
            if (!changed.TryGet(out var state, out var failure)) return (int)console.Fail(failure);
            Print(state, console.Output);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<Outcome<GlassesState>> ChangeAsync(
        string name, string folder, bool allowed, CancellationToken cancellationToken)
    {
        if (Known.FirstOrDefault(known => NameOf(known) == name.ToLowerInvariant()) is var permission && permission == Permission.None)
        {
            return new Failure(
                Stages.Start, "permission-unknown", $"There is no permission called '{name}'.",
                $"Use one of: {string.Join(", ", Known.Select(NameOf))}.");
        }

        if (!Open(folder).TryGet(out var store, out var failure)) return failure;
        using (store) return await store.UpdateAsync(state => With(state, permission, allowed), cancellationToken).ConfigureAwait(false);
    }

    private static GlassesState With(GlassesState state, Permission permission, bool allowed)
    {
        var others = state.Settings.Denied.Where(denied => denied != permission);
        return state with { Settings = state.Settings with { Denied = allowed ? [.. others] : [.. others, permission] } };
    }

    private static void Print(GlassesState state, TextWriter output)
    {
        foreach (var permission in Known)
        {
            output.WriteLine(
            $"{NameOf(permission),-10} {(state.Settings.Denied.Contains(permission) ? "denied" : "allowed")}");
        }
    }

    private static Outcome<StateStore> Open(string folder) => StateStore.Open(folder, DeviceTime.Instance);

    private static string NameOf(Permission permission) => permission.ToString().ToLowerInvariant();
}
