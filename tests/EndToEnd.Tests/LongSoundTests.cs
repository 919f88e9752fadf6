using System.Diagnostics;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>In a class of its own, since it takes long: it runs beside the others.</summary>
public sealed class LongSoundTests : IDisposable
{
    private const string Head = "language: en\nintents:\n  Go:\n    data:\n      - sentences:\n";

    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task Hours_of_sound_are_streamed_in_flat_memory()
    {
        var context = _glasses.Write(
            "long.yaml", Head + "          - \"please open the pod bay doors and let the captain in before the air runs out\"\n");
        using var process = _glasses.Start("ask", "-", "--json", "--state", _glasses.State, "--context", context);
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(EndlessHeader());

        var early = await FeedMinutesAsync(process, 2);
        var late = await FeedMinutesAsync(process, 10);
        process.StandardInput.Close();
        await process.WaitForExitAsync();

        Assert.True(late - early < 16_000_000, $"resident memory grew from {early} to {late} bytes in ten minutes of sound");
        Assert.Equal(4, process.ExitCode);
        Assert.Contains("\"error\":{", await output);
    }

    private static byte[] EndlessHeader()
    {
        var header = Wav.Of([0])[..44];
        header.AsSpan(4, 4).Fill(0xFF);
        header.AsSpan(40, 4).Fill(0xFF);
        return header;
    }

    // Faint noise with a tone now and then: enough to open utterances, never a command.
    private static async Task<long> FeedMinutesAsync(Process process, int minutes)
    {
        var second = Wav.Of([.. Signals.Noise(0.6, 0.01), .. Signals.Tone(300, 0.4, 0.2)])[44..];
        for (var i = 0; i < 60 * minutes; i++) await process.StandardInput.BaseStream.WriteAsync(second);
        await process.StandardInput.BaseStream.FlushAsync();
        process.Refresh();
        return process.WorkingSet64;
    }
}
