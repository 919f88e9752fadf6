using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime bonds list|revoke</c>: the phones that are paired.</summary>
internal static class BondsCommand
{
    public static Command Create() => new("bonds", "The phones that are paired with these glasses.") { List(), Revoke() };

    private static Command List()
    {
        var folder = TurnFileOptions.State();
        var command = new Command("list", "Show them, with when each was paired and used last.") { folder };
        command.SetAction(parsed =>
        {
            var console = ConsoleOf(parsed);
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
        var folder = TurnFileOptions.State();
        var command = new Command("revoke", "End a bond at once: the phone is cut off, and what waits for it is let go.") { id, folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = ConsoleOf(parsed);
            using var running = await DoorCaller.CallAsync(FolderOf(parsed, folder), cancellationToken);
            var ended = running is null
                ? RevokeHere(parsed, folder, parsed.GetRequiredValue(id))
                : await RevokeThereAsync(running, parsed.GetRequiredValue(id), cancellationToken);
            if (!ended.TryGet(out var name, out var failure)) return (int)console.Fail(failure);
            console.Output.WriteLine($"{name} is not paired any more.");
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Outcome<string> RevokeHere(ParseResult parsed, Option<string?> folder, string id) =>
        Open(parsed, folder).TryGet(out var bonds, out var failure) && bonds.Remove(id).TryGet(out var ended, out failure)
            ? ended.Name
            : failure;

    private static async ValueTask<Outcome<string>> RevokeThereAsync(DoorCaller running, string id, CancellationToken cancellationToken)
    {
        await running.SayAsync(new DoorRequest(DoorRequest.Revoke) { Bond = id }, cancellationToken);
        var reply = await running.NextAsync(cancellationToken);
        return reply.Failure is { } failure ? failure : reply.Revoked ?? id;
    }

    private static Outcome<BondBook> Open(ParseResult parsed, Option<string?> folder) =>
        BondBook.Open(FolderOf(parsed, folder), new PairingOptions(), TimeProvider.System);

    private static string FolderOf(ParseResult parsed, Option<string?> folder) =>
        parsed.GetValue(folder) ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable);

    private static CommandConsole ConsoleOf(ParseResult parsed) =>
        new(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, false);

    private static string At(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + "Z";
}
