namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Where one model is asked for each of its abilities.</summary>
internal sealed record ModelRoutes(RouteSet Chat, RouteSet Transcribe, RouteSet Speak)
{
    /// <summary>Whether answers may be fixed sentences for development.</summary>
    public bool IsScripted => Chat.IsScripted;
}
