namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>An answer whose first event has arrived, with the place it takes at its server. One thread; disposing it stops the
/// spending.</summary>
internal sealed class OpenAnswer : IAsyncDisposable
{
    private readonly UpstreamRoute _route;
    private readonly string _tenantId;
    private readonly IAsyncEnumerator<ChatEvent> _events;

    private OpenAnswer(UpstreamRoute route, string tenantId, IAsyncEnumerator<ChatEvent> events)
    {
        _route = route;
        _tenantId = tenantId;
        _events = events;
    }

    /// <summary>The event that has arrived last.</summary>
    public ChatEvent Current => _events.Current;

    /// <summary>Asks and waits for the first event; a failure there is a failure of the question.</summary>
    public static async ValueTask<Outcome<OpenAnswer>> OpenAsync(
        UpstreamRoute route, ChatRequest request, CancellationToken cancellationToken)
    {
        var events = route.Upstream.Chat(request, route.Options, cancellationToken);
        var opened = false;
        try
        {
            await events.MoveNextAsync();
            opened = events.Current.Failure is null;
            return opened ? new OpenAnswer(route, request.Caller.TenantId, events) : events.Current.Failure!;
        }
        finally
        {
            if (!opened)
            {
                await events.DisposeAsync();
            }
        }
    }

    /// <summary>Waits for the next event; false after the last.</summary>
    public ValueTask<bool> MoveNextAsync() => _events.MoveNextAsync();

    public async ValueTask DisposeAsync()
    {
        if (_events.Current.Failure is { } failure)
        {
            _route.Report(_tenantId, failure);
        }

        await _events.DisposeAsync();
        _route.Leave(_tenantId);
    }
}
