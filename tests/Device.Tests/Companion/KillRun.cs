using System.Globalization;
using Device.Tests.Actions;
using EdgeRuntime.Device.Actions;

namespace Device.Tests.Companion;

/// <summary>Glasses in child processes, with traffic both ways, each killed in the middle of it.</summary>
internal sealed class KillRun(string folder, Random random)
{
    private readonly List<string> _notified = [];

    /// <summary>Number of the last message that a child was told is safe.</summary>
    public long Safe { get; private set; }

    /// <summary>One life and its end.</summary>
    public async Task OnceAsync(BenchPhone.Memory memory)
    {
        using var child = ChildWriter.StartAs("phones", folder);
        var hello = (await child.StandardOutput.ReadLineAsync())!.Split(' ');
        var reading = ReadAsync(child.StandardOutput);
        for (var i = 0; i < 20; i++)
        {
            _notified.Add($"n{_notified.Count}");
            memory.Put("notification", new { app = "Chat", text = _notified[^1], at = DateTimeOffset.UnixEpoch });
        }

        var until = memory.Received + random.Next(5, 60);
        await using (var phone = await BenchPhone.ConnectAsync(int.Parse(hello[0], CultureInfo.InvariantCulture), hello[1], memory))
        {
            var flushing = phone.FlushAsync();
            await phone.UntilAsync(() => memory.Received >= until);
            child.Kill();
            await flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the rest of it meets a dead process
        }

        await child.WaitForExitAsync();
        await reading;
    }

    /// <summary>Lets everything come through at last, and checks that each message came once.</summary>
    public async Task SettleAsync(BenchPhone.Memory memory)
    {
        await using var glasses = BenchCompanion.Start(folder);
        await using var phone = await glasses.ConnectAsync(memory);
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0 && memory.Received >= Safe);

        Assert.True(Safe > 0);
        Assert.Equal(Enumerable.Range(1, memory.Kept.Count).Select(i => (long)i), memory.Kept.Select(kept => kept.Number));
        var state = StateStore.Open(folder, TimeProvider.System).Value!.Current;
        Assert.Equal(memory.Last, state.Phones[memory.Bond.Id].Received);
        Assert.Equal(_notified.TakeLast(100), state.Inbox.Select(message => message.Text)); // the inbox holds the last hundred
    }

    private async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) Safe = Math.Max(Safe, number);
        }
    }
}
