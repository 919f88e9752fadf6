using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Hearing;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Sends labelled recordings through the same ear that <c>ask</c> uses, on several threads.</summary>
/// <param name="rows">The recordings.</param>
/// <param name="noise">Noise under them; null for none.</param>
/// <param name="progress">Called after every recording, from any thread; null for nobody.</param>
/// <param name="withCandidates">Looks at the readings near the best one too.</param>
public sealed class CommandsEvaluation(
    IReadOnlyList<LabelledCommand> rows, NoiseBed? noise, Action? progress, bool withCandidates = false)
{
    private int _next = -1;

    /// <summary>Runs to the end; the outcomes are in the order of the rows whatever the number of ears.</summary>
    /// <param name="ears">One per thread.</param>
    public async Task<IReadOnlyList<CommandOutcome>> RunAsync(IReadOnlyList<CommandEar> ears, CancellationToken cancellationToken)
    {
        var outcomes = new CommandOutcome[rows.Count];
        await Task.WhenAll(ears.Select(ear => Task.Run(() => WorkAsync(ear, outcomes, cancellationToken), cancellationToken)))
            .ConfigureAwait(false);
        return outcomes;
    }

    private async Task WorkAsync(CommandEar ear, CommandOutcome[] outcomes, CancellationToken cancellationToken)
    {
        for (var index = Interlocked.Increment(ref _next); index < rows.Count; index = Interlocked.Increment(ref _next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var heard = await HearAsync(ear, index, cancellationToken).ConfigureAwait(false);
            var cut = heard.Value?.Short; // half a recording measures nothing
            var candidates = withCandidates && heard.Value is not null ? ear.Candidates() : null;
            outcomes[index] = new CommandOutcome(rows[index], cut is null ? heard.Value : null, cut ?? heard.Failure)
            {
                Candidates = candidates,
                HasCandidatesLeftOut = candidates is not null && ear.HasCandidatesLeftOut,
            };
            progress?.Invoke();
        }
    }

    private async ValueTask<Outcome<HeardCommand>> HearAsync(CommandEar ear, int index, CancellationToken cancellationToken)
    {
        if (noise is null)
        {
            if (!WavSource.Open(rows[index].File).TryGet(out var file, out var unreadable)) return unreadable;
            await using (file) return await ear.HearAsync(file, cancellationToken).ConfigureAwait(false);
        }

        var read = await Recording.ReadAsync(rows[index].File, cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var speech, out var failure)) return failure;
        var mixed = new MemorySource(noise.Under(speech, index));
        await using var closed = mixed.ConfigureAwait(false);
        return await ear.HearAsync(mixed, cancellationToken).ConfigureAwait(false);
    }
}
