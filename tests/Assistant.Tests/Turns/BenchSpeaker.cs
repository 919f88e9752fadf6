using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace Assistant.Tests.Turns;

/// <summary>A speaker that remembers, fails, or talks until it is stopped.</summary>
internal sealed class BenchSpeaker : ISpeaker
{
    public List<string> Said { get; } = [];

    public Failure? Failing { get; set; }

    public bool Endless { get; set; }

    public TaskCompletionSource Speaking { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        Said.AddRange(sentences);
        Speaking.TrySetResult();
        if (Endless)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return Failing is null ? new SpokenAnswer("bench", TimeSpan.Zero, TimeSpan.FromSeconds(1)) : Failing;
    }
}
