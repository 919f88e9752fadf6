using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

public sealed class TurnTests
{
    [Fact]
    public async Task RunAsync_ToolOnDevice_ActsAndAnswers()
    {
        var bench = new TurnBench();

        var result = await bench.RunAsync(TurnBench.Understood("SetTimer", ("duration", SlotValue.Create(SlotKind.Duration, 300))));

        Assert.Null(result.Error);
        Assert.Equal("SetTimer", result.Intent);
        Assert.Equal(300, result.Slots["duration"].Number);
        Assert.Equal(["Timer set for 5 minutes."], bench.Speaker.Said);
        Assert.Equal("Timer set for 5 minutes.", bench.Glasses.State.Current.LastAnswer);
    }

    [Fact]
    public async Task RunAsync_CloudTask_SaysSoInOneSentence()
    {
        var bench = new TurnBench();

        var result = await bench.RunAsync(TurnBench.Understood("DescribeView"));

        Assert.Equal("cloud-absent", result.Error!.Code);
        Assert.Equal(["Telling what you are looking at needs the cloud, and no cloud is connected."], bench.Speaker.Said);
    }

    [Fact]
    public async Task RunAsync_WordsOfANoteMissing_NeedsTheCloud()
    {
        var result = await new TurnBench().RunAsync(TurnBench.Understood("TakeNote"));

        Assert.Equal(Route.Cloud, result.Decision.Route);
        Assert.Equal("Writing down free words needs the cloud, and no cloud is connected.", result.Answer);
    }

    [Fact]
    public async Task RunAsync_IntentOfAForeignContext_IsUnderstoodWithoutError()
    {
        var result = await new TurnBench().RunAsync(TurnBench.Understood("HassTurnOn"));

        Assert.Null(result.Error);
        Assert.Equal("I understood hass turn on, but nothing on these glasses is attached to it.", result.Answer);
        Assert.Contains(result.Decision.Reasons, reason => reason.Code == "nothing-attached");
    }

    [Fact]
    public async Task RunAsync_Silence_FailsWithItsOwnCode()
    {
        var result = await new TurnBench().RunAsync(TurnBench.Heard(RecognitionVerdict.Silence));

        Assert.Equal("asr-no-speech", result.Error!.Code);
        Assert.Null(result.Intent);
    }

    [Fact]
    public async Task RunAsync_TwoReadings_AsksAndDoesNothing()
    {
        var bench = new TurnBench();
        var fifty = TurnBench.Reading("SetVolume", ("percent", SlotValue.Create(SlotKind.Percent, 50)));
        var fifteen = TurnBench.Reading("SetVolume", ("percent", SlotValue.Create(SlotKind.Percent, 15)));

        var result = await bench.RunAsync(TurnBench.Heard(RecognitionVerdict.Ask, fifty, fifteen));

        Assert.Equal("asr-ambiguous", result.Error!.Code);
        Assert.Equal(0, bench.Glasses.State.Current.Settings.Volume - 50);
        Assert.Null(result.Intent);
    }

    [Fact]
    public async Task RunAsync_Repeat_SaysTheLastAnswerAgain()
    {
        var bench = new TurnBench();
        await bench.RunAsync(TurnBench.Understood("GetDate"));

        var result = await bench.RunAsync(TurnBench.Understood("Repeat"));

        Assert.Equal("It's Sunday, November 22nd.", result.Answer);
    }

    [Fact]
    public async Task RunAsync_RepeatAfterASorry_SaysTheSorryAgain()
    {
        var bench = new TurnBench();
        await bench.RunAsync(TurnBench.Understood("GetDate"));
        var sorry = await bench.RunAsync(TurnBench.Heard(RecognitionVerdict.Rejected));

        var result = await bench.RunAsync(TurnBench.Understood("Repeat"));

        Assert.Equal("asr-not-understood", sorry.Error!.Code);
        Assert.Equal(sorry.Answer, result.Answer);
    }

    [Fact]
    public async Task RunAsync_StateCannotBeWritten_StillTellsTheTimeAndWarns()
    {
        var bench = new TurnBench();
        bench.Glasses.State.Failing = new Failure(Stages.State, "state-read-only", "Read-only.", "Make it writable.", Blame.Machine);

        var result = await bench.RunAsync(TurnBench.Understood("GetTime"));

        Assert.Null(result.Error);
        Assert.Equal("state-read-only", result.Warning!.Code);
        Assert.Contains(bench.Trace.Events, step => step.Stage == Stages.State && step.Kind == TurnEventKind.Fail);
    }

    [Fact]
    public async Task RunAsync_ToolPastItsDeadline_IsStoppedAndTold()
    {
        var stopped = false;
        var bench = new TurnBench(new Tool(new ToolSpec("Slow", "be slow", Permission.None), async (_, stop) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                stopped = true;
            }

            return new ToolResult("never");
        }));

        var turn = bench.RunAsync(TurnBench.Understood("Slow"));
        bench.Pass(new TurnOptions().ToolDeadline);
        var result = await turn;

        Assert.Equal("tool-deadline", result.Error!.Code);
        Assert.True(stopped);
        Assert.Equal(4000, bench.Trace.TimingsMs()[Stages.Tool]);
    }

    [Fact]
    public async Task RunAsync_MachineTooBusyToRunTheTool_TheTimeOfTheDelayIsNotCounted()
    {
        var gate = new TaskCompletionSource();
        var bench = new TurnBench(new Tool(new ToolSpec("Wait", "wait", Permission.None), async (_, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            return new ToolResult("Done.");
        }));

        var turn = bench.RunAsync(TurnBench.Understood("Wait"));
        bench.Glasses.Time.Advance(new TurnOptions().ToolDeadline * 3); // in one leap, as for a process that got no core
        gate.SetResult();
        var result = await turn;

        Assert.Null(result.Error);
        Assert.Equal("Done.", result.Answer);
    }

    [Fact]
    public async Task RunAsync_EveryTimerIsOverBeforeAnythingRan_WhatWasUnderstoodIsDone()
    {
        var bench = new TurnBench();
        var turn = new Turn(bench.Glasses.Tools, bench.Glasses.State, bench.Speaker, new TurnOptions(), new BusyClock());

        var result = await turn.RunAsync(TurnBench.Understood("GetDate"), bench.Trace, CancellationToken.None);

        Assert.Null(result.Error);
        Assert.Equal(["It's Sunday, November 22nd."], bench.Speaker.Said);
    }

    [Fact]
    public async Task RunAsync_ToolDeafToItsDeadline_IsLeftBehind()
    {
        var never = new TaskCompletionSource<Outcome<ToolResult>>();
        var bench = new TurnBench(
            new Tool(new ToolSpec("Deaf", "be deaf", Permission.None), (_, _) => new ValueTask<Outcome<ToolResult>>(never.Task)));
        var options = new TurnOptions();

        var turn = bench.RunAsync(TurnBench.Understood("Deaf"));
        bench.Pass(options.ToolDeadline);
        while (!turn.IsCompleted)
        {
            bench.Glasses.Time.Advance(options.Grace);
            await Task.Yield();
        }

        Assert.Equal("tool-deadline", (await turn).Error!.Code);
    }

    [Fact]
    public async Task RunAsync_ToolThrows_BecomesAFailureOfTheProgram()
    {
        var bench = new TurnBench(
            new Tool(new ToolSpec("Broken", "break", Permission.None), (_, _) => throw new InvalidOperationException("oops")));

        var result = await bench.RunAsync(TurnBench.Understood("Broken"));

        Assert.Equal("tool-crashed", result.Error!.Code);
        Assert.Equal(Blame.Program, result.Error.Blame);
        Assert.DoesNotContain("oops", result.Answer);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileSpeaking_StopsTheSoundAndKeepsTheAnswer()
    {
        var bench = new TurnBench();
        bench.Speaker.Endless = true;
        using var cancel = new CancellationTokenSource();

        var turn = bench.RunAsync(TurnBench.Understood("GetDate"), cancel.Token);
        await bench.Speaker.Speaking.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn);
        Assert.Equal((Stages.Speech, TurnEventKind.Cancel), (bench.Trace.Events[^1].Stage, bench.Trace.Events[^1].Kind));
        Assert.Equal("It's Sunday, November 22nd.", bench.Glasses.State.Current.LastAnswer);
    }

    [Fact]
    public void Validate_NoTime_Fails() =>
        Assert.Equal("turn-options-invalid", (new TurnOptions { ToolDeadline = TimeSpan.Zero }).Validate()!.Code);

    /// <summary>A clock whose timers come due in the very moment in which they are set.</summary>
    private sealed class BusyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new DueTimer(() => callback(state));
            timer.Change(dueTime, period);
            return timer;
        }

        private sealed class DueTimer(Action callback) : ITimer
        {
            private bool _over;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (_over || dueTime == Timeout.InfiniteTimeSpan) return true;
                _over = true; // once: the machine is busy, not broken
                callback();
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
