using System.Runtime.CompilerServices;
using EdgeRuntime.Gateway.Upstreams.OpenAi;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Every model, by its name. Asks its routes in their order until one gives a first token.</summary>
internal sealed class Models : IModels
{
    private readonly Dictionary<string, ModelRoutes> _models;
    private readonly RouteCaller _caller;

    public Models(RouteTable table, RouteCaller caller)
    {
        _models = table.Models;
        _caller = caller;
    }

    public bool IsScripted(string model) => _models.TryGetValue(model, out var routes) && routes.IsScripted;

    public Failure? WhyNever(string model, bool privateOnly, bool speaks) => _models.TryGetValue(model, out var routes)
        ? routes.Chat.WhyNever(model, privateOnly) ?? (speaks ? routes.Speak.WhyNever(model, privateOnly) : null)
        : Unknown(model);

    public async IAsyncEnumerable<ChatEvent> ChatAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(request, cancellationToken)).TryGet(out var answer, out var failure))
        {
            yield return new ChatEvent { Failure = failure };
            yield break;
        }

        await using (answer)
        {
            do
            {
                yield return answer.Current;
            }
            while (await answer.MoveNextAsync());
        }
    }

    public ValueTask<Outcome<string>> TranscribeAsync(
        ChatRequest request, ReadOnlyMemory<byte> pcm16, CancellationToken cancellationToken) =>
        _models.TryGetValue(request.Model, out var routes)
            ? _caller.CallAsync(
                routes.Transcribe,
                request,
                (route, token) => LeaveAsync(request, route, route.Upstream.TranscribeAsync(request, route.Options, pcm16, token)),
                cancellationToken)
            : ValueTask.FromResult<Outcome<string>>(Unknown(request.Model));

    public ValueTask<Outcome<SpokenSentence>> SpeakAsync(ChatRequest request, string sentence, CancellationToken cancellationToken) =>
        _models.TryGetValue(request.Model, out var routes)
            ? _caller.CallAsync(
                routes.Speak,
                request,
                (route, token) => LeaveAsync(request, route, route.Upstream.SpeakAsync(request, route.Options, sentence, token)),
                cancellationToken)
            : ValueTask.FromResult<Outcome<SpokenSentence>>(Unknown(request.Model));

    private ValueTask<Outcome<OpenAnswer>> OpenAsync(ChatRequest request, CancellationToken cancellationToken) =>
        _models.TryGetValue(request.Model, out var routes)
            ? _caller.CallAsync(routes.Chat, request, (route, token) => OpenAnswer.OpenAsync(route, request, token), cancellationToken)
            : ValueTask.FromResult<Outcome<OpenAnswer>>(Unknown(request.Model));

    // A whole answer needs its place no longer; a failed one gives it back itself.
    private static async ValueTask<Outcome<T>> LeaveAsync<T>(ChatRequest request, UpstreamRoute route, ValueTask<Outcome<T>> call)
    {
        var answer = await call;
        if (answer.Failure is null)
        {
            route.Leave(request.Caller.TenantId);
        }

        return answer;
    }

    private static Failure Unknown(string model) => UpstreamFailures.NoRoute(model, "it has no route in the configuration");
}
