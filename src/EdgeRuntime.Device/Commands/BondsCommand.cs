using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime bonds list|revoke|share</c>: the phones that are paired.</summary>
internal static class BondsCommand
{
    public static Command Create() => new("bonds", "The phones that are paired with these glasses.") { List(), Revoke(), Share() };

    private static Command List()
    {
        var folder = new StateOption();
        var command = new Command("list", "Show them, with when each was paired and used last.") { folder };
        command.SetAction(parsed =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            if (!Open(parsed, folder).TryGet(out var bonds, out var failure)) return (int)console.Fail(failure);
            foreach (var bond in bonds.Bonds) console.Output.WriteLine($"{bond.Id}  {At(bond.Paired)}  {At(bond.Used)}  {bond.Name}");
            if (bonds.Bonds.Count == 0) console.Error.WriteLine("No phone is paired. Pair one: edge-runtime pair");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("ID") { Description = "Id of the bond, as bonds list shows it." };
        var folder = new StateOption();
        var command = new Command("revoke", "End a bond at once: the phone is cut off, and what waits for it is let go.") { id, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            using var running = await DoorCaller.CallAsync(folder.FolderOf(parsed), cancellationToken);
            var ended = running is null
                ? await RevokeHereAsync(parsed, folder, parsed.GetRequiredValue(id), cancellationToken)
                : await RevokeThereAsync(running, parsed.GetRequiredValue(id), cancellationToken);
            if (!ended.TryGet(out var name, out var failure)) return (int)console.Fail(failure);
            console.Output.WriteLine($"{name} is not paired any more.");
            if (QuestionIn(folder.FolderOf(parsed)) is { } question) console.Error.WriteLine(question);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Share()
    {
        var id = new Argument<string>("ID") { Description = "Id of the bond, as bonds list shows it." };
        var folder = new StateOption();
        var command = new Command(
            "share", "Give a phone the notes and pictures from before it was paired as well, which it does not get by itself.")
        {
            id,
            folder,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            if (!Open(parsed, folder).TryGet(out var bonds, out var failure)) return (int)console.Fail(failure);
            if (bonds.Find(parsed.GetRequiredValue(id)) is not { } bond)
            {
                return (int)console.Fail(BondBook.Unknown(parsed.GetRequiredValue(id)));
            }

            if (!StateStore.Open(folder.FolderOf(parsed), DeviceTime.Instance).TryGet(out var state, out failure))
            {
                return (int)console.Fail(failure);
            }

            using (state) failure = await PhoneDuties.ShareAsync(state, bond.Id, cancellationToken);
            if (failure is not null) return (int)console.Fail(failure);
            console.Output.WriteLine($"{bond.Name} gets the notes and pictures from before as well.");
            return (int)ExitCode.Done;
        });
        return command;
    }

    // At the last one, the person is asked about what is left.
    private static string? QuestionIn(string folder) => new BondFile(folder).Read().Value is { Row: { Bonds.Count: 0 } }
        ? Keepsakes.Find(StateStore.Peek(folder, DeviceTime.Instance, out _), folder).TerminalQuestion
        : null;

    private static async ValueTask<Outcome<string>> RevokeHereAsync(
        ParseResult parsed, StateOption folder, string id, CancellationToken cancellationToken)
    {
        if (!Open(parsed, folder).TryGet(out var bonds, out var failure) || !bonds.Remove(id).TryGet(out var ended, out failure))
        {
            return failure;
        }

        if (!StateStore.Open(folder.FolderOf(parsed), DeviceTime.Instance).TryGet(out var state, out failure)) return failure;
        using (state) return await RevokedPhones.ForgetAsync(state, state.Folder, cancellationToken) is { } kept ? kept : ended.Name;
    }

    private static async ValueTask<Outcome<string>> RevokeThereAsync(DoorCaller running, string id, CancellationToken cancellationToken)
    {
        await running.SayAsync(new DoorRequest(DoorRequest.Revoke) { Bond = id }, cancellationToken);
        var reply = await running.NextAsync(cancellationToken);
        return reply.Failure is { } failure ? failure : reply.Revoked ?? id;
    }

    private static Outcome<BondBook> Open(ParseResult parsed, StateOption folder)
    {
        var opened = BondBook.Open(folder.FolderOf(parsed), DeviceSettings.BuiltIn.Pairing, DeviceTime.Instance);
        if (opened.Value?.Damage is { } damage) CommandStreams.ConsoleOf(parsed).Explain(damage);
        return opened;
    }

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + "Z";
}
