using System.Collections.Concurrent;
using EdgeRuntime.Contracts.V1;

namespace GatewayLoad;

/// <summary>Questions at a steady mean rate, as from many independent clients, of answers that last four seconds: 200 streams are open.
/// Gives the times to the first word once every answer is whole.</summary>
internal static class Phase
{
    private const string Question = "say 80 words at 20 per second";
    private const int StartsPerSecond = 50;
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(4); // until 200 streams are open; not counted

    /// <summary>One phase of questions to the upstream itself.</summary>
    public static Task<IEnumerable<TimeSpan>> DirectAsync(LoadSettings settings, HttpClient upstream, CancellationToken stop) =>
        RunAsync(settings, _ => DirectQuestion.RunAsync(upstream, Question, stop), stop);

    /// <summary>One phase of questions through a gateway.</summary>
    /// <param name="settings">How long.</param>
    /// <param name="bench">The gateway.</param>
    /// <param name="clients">Asked in turn.</param>
    /// <param name="name">Begins every idempotency key of the phase.</param>
    /// <param name="stop">Ends it.</param>
    public static Task<IEnumerable<TimeSpan>> ThroughAsync(
        LoadSettings settings, Bench bench, Assistant.AssistantClient[] clients, string name, CancellationToken stop) =>
        RunAsync(settings, async i =>
        {
            var told = await Conversation.RunAsync(clients[i % clients.Length], bench.Authorization, $"{name}-{i}", Question, stop);
            return told.Done is null ? throw new InvalidOperationException($"A turn ended with {told.Error}") : told.ToFirstWord;
        }, stop);

    private static async Task<IEnumerable<TimeSpan>> RunAsync(LoadSettings settings, Func<int, Task<TimeSpan>> ask, CancellationToken stop)
    {
        var times = new ConcurrentBag<TimeSpan>();
        var fill = (int)(Filling.TotalSeconds * StartsPerSecond);
        await Task.WhenAll(
            await Starts.RunAsync(settings.Seconds * StartsPerSecond + fill, StartsPerSecond, settings.OnTick, AskAsync, stop));
        return times;

        async Task AskAsync(int i)
        {
            var first = await ask(i);
            if (i >= fill) times.Add(first);
        }
    }
}
