using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;
using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Service;

/// <summary>Tells the person at the terminal what a conversation does, and counts it. Called from the loop and from turns.</summary>
internal sealed class RunWatch(CommandConsole console)
{
    private readonly Lock _lock = new();
    private readonly TurnLog _turnLog = new(console.Logger, LogLevel.Information);
    private int _turns;
    private int _cancelled;
    private int _dropped;
    private int _refused;

    /// <summary>Takes an event; returns at once.</summary>
    public void See(ConversationEvent happened)
    {
        _turnLog.See(happened);
        lock (_lock)
        {
            See_NeedsLock(happened);
        }
    }

    /// <summary>Takes a ring, or what came of one; returns at once.</summary>
    public void See(Ring ring)
    {
        lock (_lock)
        {
            if (console.Json) console.Output.WriteLine(DeviceJson.Text(RingReport.From(ring)));
            else if (ring is { Kind: RingKind.Missed, Number: > 0 }) console.Error.WriteLine($"Nobody stopped it: {ring.Text}");
            console.Output.Flush();
        }
    }

    /// <summary>Says what was done and what was lost.</summary>
    /// <param name="droppedSamples">Samples of the microphone that nobody read in time.</param>
    public void Summarise(long droppedSamples)
    {
        Log.Ended(console.Logger, _turns, _cancelled, _dropped, _refused);
        console.Error.WriteLine(
            $"{Counted(_turns, "turn")}, {_cancelled} cancelled, {_dropped} dropped, {Counted(_refused, "wake phrase")} not confirmed.");
        if (droppedSamples == 0) return;
        Log.SamplesLost(console.Logger, droppedSamples);
        var seconds = (double)droppedSamples / AudioFormat.SampleRateHz;
        console.Error.WriteLine(
            $"Lost {Counted(droppedSamples, "sample")} ({seconds:0.00} s): this machine was too busy to hear them in time.");
    }

    private static string Counted(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    private void See_NeedsLock(ConversationEvent happened)
    {
        switch (happened.Kind)
        {
            case ConversationEventKind.WakeRefused: _refused++; break;
            case ConversationEventKind.Cancelled: _cancelled++; break;
            case ConversationEventKind.Listening when !console.Json:
                console.Error.WriteLine(
                happened.Phrase is { } phrase ? $"({phrase}) …" : "…"); break;
            case ConversationEventKind.Answered: Answered(happened.Result!); break;
            case ConversationEventKind.WakeDropped: Dropped(happened); break;
            case ConversationEventKind.Broken: console.Say(happened.Failure!); break;
        }
    }

    private void Dropped(ConversationEvent happened)
    {
        _dropped++;
        if (console.Json) console.Output.WriteLine(DeviceJson.Text(TurnReport.Dropped(happened.Review!.Value, happened.Trace!)));
        console.Output.Flush();
    }

    private void Answered(TurnResult result)
    {
        _turns++;
        if (console.Json) console.Output.WriteLine(DeviceJson.Text(TurnReport.From(result)));
        else if (result.Warning is { } warning) console.Say(warning);
        console.Output.Flush();
    }
}
