namespace EdgeRuntime.Assistant.Routing;

/// <summary>A route with everything that led to it.</summary>
/// <param name="Route">Where the turn goes.</param>
/// <param name="Reasons">Why, most important first; never empty.</param>
/// <param name="Input">What the decision was made from.</param>
/// <param name="Obstacle">Why the cloud cannot be asked now (no cloud, no consent, local-only, …) where the route would lead there;
/// null when it can.</param>
public sealed record RouteDecision(Route Route, IReadOnlyList<RouteReason> Reasons, RouteInput Input, Failure? Obstacle = null)
{
    /// <summary>True when what was said is sent to the cloud now.</summary>
    public bool Sends => Route is Route.Both || (Route is Route.Cloud && Obstacle is null);
}
