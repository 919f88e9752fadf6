namespace EdgeRuntime.Assistant.Traces;

/// <summary>Runs one stage: a start event, a deadline where it may hang, an end, fail or cancel event.
/// What the stage throws becomes a failure of the program. What it has found counts, however long the machine took.</summary>
/// <param name="time">Clock of the deadline.</param>
/// <param name="grace">How long a stage may take to notice that it has to stop, before it is left behind.</param>
internal sealed class StageRunner(TimeProvider time, TimeSpan grace)
{
    /// <summary>Runs <paramref name="work"/> and gives its outcome; <c>STAGE-deadline</c> when it did not end in time.</summary>
    /// <param name="work">The work; its token is cancelled at the deadline and with the turn.</param>
    /// <param name="cancellationToken">Cancels the turn; then <see cref="OperationCanceledException"/> comes out.</param>
    public async ValueTask<Outcome<T>> RunAsync<T>(
        TurnTrace trace, Stage<T> stage, Func<CancellationToken, ValueTask<Outcome<T>>> work, CancellationToken cancellationToken)
    {
        trace.Start(stage.Name, stage.Input);
        using var late = new StageDeadline(stage.Deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        Outcome<T> outcome;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcome = await GuardedAsync(stage, work, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            trace.Cancel(stage.Name);
            throw;
        }
        catch (OperationCanceledException) when (late.Token.IsCancellationRequested)
        {
            outcome = Late(stage);
        }

        Close(trace, stage, outcome);
        return outcome;
    }

    private static void Close<T>(TurnTrace trace, Stage<T> stage, Outcome<T> outcome)
    {
        if (outcome.TryGet(out var value, out var failure))
        {
            trace.End(stage.Name, stage.Describe(value));
        }
        else
        {
            trace.Fail(failure with { Stage = stage.Name });
        }
    }

    private static Failure Late<T>(Stage<T> stage) => new(
        stage.Name,
        $"{stage.Name}-deadline",
        $"That took longer than {stage.Deadline?.TotalSeconds:0.###} seconds, so I stopped waiting.",
        "Try again; if it happens again, 'edge-runtime doctor' shows what is slow.",
        Blame.Machine);

    private async ValueTask<Outcome<T>> GuardedAsync<T>(
        Stage<T> stage, Func<CancellationToken, ValueTask<Outcome<T>>> work, CancellationToken stop)
    {
        var task = StartAsync(stage, work, stop);
        if (!task.IsCompleted && !await SettlesAsync(task, stop).ConfigureAwait(false))
        {
            throw new OperationCanceledException(stop);
        }

        return await task.ConfigureAwait(false);
    }

    private static async Task<Outcome<T>> StartAsync<T>(
        Stage<T> stage, Func<CancellationToken, ValueTask<Outcome<T>>> work, CancellationToken stop)
    {
        try
        {
            return await work(stop).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            // The stage boundary: a defect in one tool must not take the glasses down. The failure goes to the trace and to the wearer.
            return new Failure(
                stage.Name,
                $"{stage.Name}-crashed",
                "Something went wrong inside the glasses.",
                $"Report this with the trace: {thrown.GetType().Name}: {thrown.Message}",
                Blame.Program);
        }
    }

    private async Task<bool> SettlesAsync(Task task, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult).ConfigureAwait(false);
        if (await Task.WhenAny(task, stopped.Task).ConfigureAwait(false) == task)
        {
            return true;
        }

        return await Task.WhenAny(task, Task.Delay(grace, time, CancellationToken.None)).ConfigureAwait(false) == task;
    }
}
