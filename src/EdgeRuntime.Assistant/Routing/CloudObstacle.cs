using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>What stands between a wish and the cloud.</summary>
/// <param name="Failure">Named for the wearer; the message is a clause, as in "… needs the cloud, and …".</param>
/// <param name="Kind">Whether waiting helps.</param>
internal sealed record CloudObstacle(Failure Failure, ObstacleKind Kind)
{
    /// <summary>The first obstacle, the one that has to be removed first; null when the way is free.</summary>
    public static CloudObstacle? Find(RouteInput input, RouterOptions options) =>
        Will(input) ?? Money(input, options) ?? Body(input, options) ?? Link(input, options);

    private static CloudObstacle? Will(RouteInput input) =>
        input.LocalOnly
            ? Refused(
                "cloud-locked", "nothing may leave these glasses while they are locked to local only",
                "Unlock them: edge-runtime cloud lock off", Blame.Wearer) :
        input.Cloud == CloudLink.Absent
            ? Away(
                "cloud-absent", "no cloud is connected", "Connect a cloud gateway, or ask for something the glasses can do: say 'help'.") :
        !input.CloudConsent
            ? Refused(
                "cloud-no-consent", "you have not agreed to send anything there", "Agree to it: edge-runtime cloud consent on",
                Blame.Wearer) :
        null;

    private static CloudObstacle? Money(RouteInput input, RouterOptions options) =>
        input.BudgetLeftNanos is { } left && left <= (input.PriceNanos ?? 0)
            ? Refused(
                "cloud-budget", "this month's budget is used up",
                "Raise your own (edge-runtime cloud budget), ask your operator for a larger one, or wait for the next month.",
                Blame.Cloud) :
        options.PriceCeilingNanos > 0 && input.PriceNanos > options.PriceCeilingNanos
            ? Refused("cloud-price", "it would cost more than one question may", "Raise the price ceiling of the router.", Blame.Cloud) :
        null;

    private static CloudObstacle? Body(RouteInput input, RouterOptions options) =>
        input.TemperatureCelsius >= options.HotCelsius
            ? Waits("too-hot", "the glasses are too hot for the radio", "Let them cool down.", Blame.Machine) :
        input.Charging || input.BatteryPercent is not { } percent ? null :
        percent < options.CriticalBatteryPercent
            ? Refused("battery-critical", "the battery is nearly empty", "Charge the glasses.", Blame.Machine) :
        input.Deferrable && percent < options.LowBatteryPercent
            ? Waits("battery-low", "the battery is low", "Charge the glasses.", Blame.Machine) :
        null;

    private static CloudObstacle? Link(RouteInput input, RouterOptions options) =>
        input.Cloud == CloudLink.Down ? Away("cloud-down", "it cannot be reached right now", "Try again when the connection is back.") :
        input.DeadlineMs < options.ThinkingMs + (options.RoundTrips * (input.RoundTripMs ?? 0))
            ? Away("cloud-slow", "the connection is too slow for an answer in time", "Try again with a better connection.") :
        null;

    private static CloudObstacle Refused(string code, string clause, string next, Blame blame) =>
        new(Blocked(code, clause, next, blame), ObstacleKind.Refused);

    private static CloudObstacle Waits(string code, string clause, string next, Blame blame) =>
        new(Blocked(code, clause, next, blame), ObstacleKind.Waits);

    // Where no cloud is set up, nothing is kept for it: it may never come.
    private static CloudObstacle Away(string code, string clause, string next) =>
        new(Blocked(code, clause, next, Blame.Cloud), code == "cloud-absent" ? ObstacleKind.Absent : ObstacleKind.Away);

    private static Failure Blocked(string code, string clause, string next, Blame blame) => new(Stages.Route, code, clause, next, blame);
}
