using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Speaking;
using EdgeRuntime.Device.Terminal;
using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary>One run of <c>ask</c>.</summary>
internal sealed class AskTurn(AskRequest request, DeviceSettings settings, CommandConsole console, TimeProvider time)
{
    private readonly TurnTrace _trace = new(time);
    private readonly TurnLog _turns = new(console.Logger, LogLevel.Debug);

    /// <summary>Understands, acts, answers and reports.</summary>
    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        if (!TraceFile.Create(request.Trace).TryGet(out var traceFile, out var unwritable)) return console.Fail(unwritable);
        using (traceFile)
        {
            _turns.Follow(_trace);
            var turn = await TakeAsync(cancellationToken).ConfigureAwait(false);
            var report = turn.TryGet(out var result, out var failure) ? TurnReport.From(result) : TurnReport.From(failure, _trace);
            traceFile.Write(_trace, report);
            if (result is null) _turns.End(_trace, failure!);
            else _turns.End(_trace, result);
            if (console.Json) console.Output.WriteLine(DeviceJson.Text(report));
            else Explain(result, failure);
            return result is null ? ExitCodes.For(failure!) : TurnReport.ExitCodeOf(result);
        }
    }

    private async ValueTask<Outcome<TurnResult>> TakeAsync(CancellationToken cancellationToken)
    {
        _trace.Start(Stages.Start);
        if (!GlassesProgram.Open(request.State, time, settings).TryGet(out var glasses, out var failure)) return Failed(failure);
        using (glasses)
        {
            if (glasses.Damage is { } damage) console.Explain(damage);
            if (await glasses.ForgetRevokedAsync(cancellationToken).ConfigureAwait(false) is { } kept) console.Explain(kept);
            if (!OpenCloud(glasses).TryGet(out var cloud, out failure)) return Failed(failure);
            await using (cloud) return await TakeAsync(glasses, cloud, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<Outcome<TurnResult>> TakeAsync(
        GlassesProgram glasses, CloudConnection? cloud, CancellationToken cancellationToken)
    {
        if (!OpenSpeaker(glasses).TryGet(out var speaker, out var failure)) return Failed(failure);
        using (speaker)
        {
            var understood = await UnderstandAsync(glasses, cancellationToken).ConfigureAwait(false);
            if (!understood.TryGet(out var wish, out failure)) return Failed(failure);
            var turn = glasses.CreateTurn(speaker.Speaker, glasses.CreateTurnCloud(cloud));
            var result = await turn.RunAsync(wish.Recognition, wish.Said, _trace, cancellationToken).ConfigureAwait(false);
            if (speaker.Silent is { } silent && !console.Json)
            {
                console.Note(silent);
                console.Error.WriteLine($"{silent.Message} {silent.Next}");
            }

            return wish.Short is null ? result : result with { Warning = wish.Short };
        }
    }

    private Outcome<CloudConnection?> OpenCloud(GlassesProgram glasses) =>
        CloudChoice.OpenWanted(
            request.Cloud, glasses.Folder, Environment.GetEnvironmentVariable, time, console.Explain, settings.Cloud,
            settings.Places.Gateway);

    private Outcome<AnswerSpeaker> OpenSpeaker(GlassesProgram glasses)
    {
        var programs = ProgramFinder.FromEnvironment();
        var speech = settings.Speech;
        return request.Out is { } path
            ? AnswerSpeaker.IntoFile(console.Json ? TextWriter.Null : console.Output, path, programs, speech, time)
            : console.Json ? AnswerSpeaker.Nobody()
            : AnswerSpeaker.Aloud(console.Output, glasses.Hardware, programs, speech, time);
    }

    private ValueTask<Outcome<Wish>> UnderstandAsync(GlassesProgram glasses, CancellationToken cancellationToken)
    {
        var wish = new AskWish(request, settings, _trace, console.Explain, time);
        return request.Text is null
            ? wish.HearAsync(glasses.State.Current, cancellationToken)
            : wish.ReadAsync(glasses.State.Current, cancellationToken);
    }

    // Whatever part failed, it ended the stage that was open.
    private Failure Failed(Failure failure)
    {
        var open = _trace.Events.Last(step => step.Kind == TurnEventKind.Start).Stage;
        _trace.Fail(failure with { Stage = open });
        return failure;
    }

    private void Explain(TurnResult? result, Failure? failure)
    {
        if (failure is not null) console.Say(failure);
        if (result?.Error is { } error) console.Error.WriteLine($"{error.Next} [{error.Code}]");
        if (result?.Warning is { } warning) console.Say(warning);
    }
}
