using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime reset</c>: erases everything of a wearer, the keys first.</summary>
internal static class ResetCommand
{
    private const string Word = "erase";

    public static Command Create()
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var folder = new StateOption();
        var command = new Command(
            "reset",
            "Erase everything of a wearer: phones, keys, notes, pictures, settings, what waits. A running service stops for it.") { yes,
            folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            var state = Path.GetFullPath(folder.FolderOf(parsed));
            if (!parsed.GetValue(yes) && !await IsMeantAsync(state, console, StandardStreams.Input, cancellationToken))
            {
                return (int)console.Fail(Kept);
            }

            if (await EraseAsync(state, cancellationToken) is { } failure) return (int)console.Fail(failure);
            console.Output.WriteLine("Everything is erased.");
            return (int)ExitCode.Done;
        });
        return command;
    }

    /// <summary>Erases a state folder, by the service that runs on it or by itself; null when all is gone.</summary>
    internal static async ValueTask<Failure?> EraseAsync(string stateFolder, CancellationToken cancellationToken)
    {
        using var running = await DoorCaller.CallAsync(stateFolder, cancellationToken);
        if (running is null) return EraseHere(stateFolder);
        await running.SayAsync(new DoorRequest(DoorRequest.Reset), cancellationToken);
        if ((await running.NextAsync(cancellationToken)).Failure is { Code: not DoorReply.GoneCode } refused) return refused;
        await running.GoneAsync(cancellationToken);
        return null;
    }

    // A service that speaks to no phones has no door to be asked through.
    private static Failure? EraseHere(string stateFolder)
    {
        if (!Directory.Exists(stateFolder)) return null;
        if (!RunLock.Take(stateFolder).TryGet(out var alone, out var running)) return running;
        alone.Dispose(); // its file goes as well
        return FactoryReset.Erase(stateFolder);
    }

    private static Failure Kept { get; } = new(
        Stages.State, "reset-not-confirmed", "Nothing was erased.", $"To erase everything, answer with the word {Word}.", Blame.Wearer);

    private static async ValueTask<bool> IsMeantAsync(
        string stateFolder, CommandConsole console, TextReader input, CancellationToken cancellationToken)
    {
        var left = Keepsakes.Find(StateStore.Peek(stateFolder, DeviceTime.Instance, out _), stateFolder).Left;
        console.Output.WriteLine(
            $"This erases everything in {stateFolder}, for good: {left}, all phones, keys, settings, timers and what waits. To go on, "
            + $"type {Word}:");
        await console.Output.FlushAsync(cancellationToken);
        return (await input.ReadLineAsync(cancellationToken))?.Trim() == Word;
    }
}
