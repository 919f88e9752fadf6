using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Decides where a turn goes. A pure function of its input, so that every decision can be replayed from a trace.</summary>
public static class Router
{
    /// <summary>Decides, with every reason.</summary>
    public static RouteDecision Decide(RouteInput input) => input.Verdict switch
    {
        RecognitionVerdict.Silence => new(Route.Reject, [RouteReasons.NoSpeech], input),
        RecognitionVerdict.Rejected => Rejected(input),
        RecognitionVerdict.Ask => new(Route.Ask, [RouteReasons.TwoReadings], input),
        _ => Accepted(input),
    };

    private static RouteDecision Rejected(RouteInput input) =>
        CloudObstacle.Of(input) is { } obstacle
            ? new(Route.Reject, [RouteReasons.OutsideContext, RouteReasons.Blocked(obstacle)], input)
            : new(Route.Cloud, [RouteReasons.OutsideContext, RouteReasons.CloudOpen], input);

    private static RouteDecision Accepted(RouteInput input)
    {
        if (input.Task == TaskClass.Cloud)
        {
            return ToCloud(input, RouteReasons.TaskNeedsCloud);
        }

        if (input.NeedsDictation)
        {
            return ToCloud(input, RouteReasons.NeedsDictation);
        }

        return input.Task == TaskClass.Device
            ? new(Route.Local, [RouteReasons.Understood, RouteReasons.ToolOnDevice], input)
            : new(Route.Local, [RouteReasons.Understood, RouteReasons.NothingAttached], input);
    }

    private static RouteDecision ToCloud(RouteInput input, RouteReason why)
    {
        var obstacle = CloudObstacle.Of(input);
        var way = obstacle is null ? RouteReasons.CloudOpen : RouteReasons.Blocked(obstacle);
        return new(Route.Cloud, [RouteReasons.Understood, why, way], input, obstacle);
    }
}
