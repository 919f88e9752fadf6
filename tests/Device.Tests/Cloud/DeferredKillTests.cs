using Device.Tests.Actions;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Cloud.Deferring;

namespace Device.Tests.Cloud;

public sealed class DeferredKillTests
{
    private const int Kills = 12; // each costs the start of a process

    [Fact]
    public async Task KeepAsync_KilledAtAnyMoment_LosesNothingThatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20261125);
        var acknowledged = -1;
        for (var i = 0; i < Kills; i++)
        {
            using var child = ChildWriter.StartAs("keep", folder.Path);
            for (var lines = random.Next(1, 30); lines > 0
                && await child.StandardOutput.ReadLineAsync() is { } line; lines--)
            {
                acknowledged = int.Parse(line);
            }

            child.Kill();
            var rest = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            acknowledged = rest[..(rest.LastIndexOf('\n') + 1)]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Append(acknowledged).Max();

            var entries = new DeferredQueue(folder.Path, new DeferredOptions()).Entries().ToList();
            Assert.All(entries, entry => Assert.Null(entry.Failure));
            Assert.Equal(Enumerable.Range(0, entries.Count).Select(number => $"note {number}"), entries.Select(entry => entry.Value!.Text));
            Assert.InRange(entries.Count, acknowledged + 1, acknowledged + 2);
        }
    }

    [Fact]
    public async Task SendAsync_KilledAtAnyMoment_EachWishIsBilledAndDoneOnce()
    {
        const int Wishes = 30;
        using var folder = new TemporaryFolder();
        await using var gateway = await BenchGateway.StartAsync();
        gateway.Script = async turn =>
            await turn.SayAsync((await turn.CallAsync("c1", "TakeNote", $"{{\"note\":\"{turn.Words}\"}}")).ResultJson);
        var queue = new DeferredQueue(folder.Path, new DeferredOptions());
        for (var number = 0; number < Wishes; number++) Assert.Null((await queue.KeepAsync(QueueChild.Wish(number), default)).Failure);
        await AgreeAsync(folder.Path);
        var random = new Random(20261125);
        var answers = new List<string>();
        for (var i = 0; queue.Count > 0; i++)
        {
            using var child = ChildWriter.StartAs("flush", folder.Path, $"http://127.0.0.1:{gateway.Port}");
            for (var lines = i < Kills ? random.Next(1, 4) : Wishes; lines > 0
                && await child.StandardOutput.ReadLineAsync() is { } line; lines--)
            {
                answers.Add(line);
            }

            child.Kill();
            await child.WaitForExitAsync();
        }

        using var glasses = GlassesProgram.Open(folder.Path, TimeProvider.System).Value!;
        var notes = glasses.State.Current.Notes.Select(note => note.Text).ToList();
        Assert.Equal(Wishes, gateway.Turns.Length);
        Assert.All(gateway.Turns, turn => Assert.Equal(1, turn.Bills));
        Assert.Equal(notes.Distinct(), notes);

        // A tool that ran in the very moment of a kill is not run again; the wearer is told that its outcome is not known.
        Assert.True(
            notes.Count + answers.Count(answer => answer.Contains("tool-outcome-unknown", StringComparison.Ordinal)) >= Wishes,
            $"{notes.Count} notes");
    }

    private static async Task AgreeAsync(string folder)
    {
        using var glasses = GlassesProgram.Open(folder, TimeProvider.System).Value!;
        await glasses.State.UpdateAsync(state => state with { Settings = state.Settings with { CloudConsent = true } }, default);
    }
}
