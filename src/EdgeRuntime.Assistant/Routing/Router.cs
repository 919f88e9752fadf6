using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Decides where a turn goes. A pure function of its input and the policy,
/// so that every decision can be replayed from a trace.</summary>
public static class Router
{
    private static readonly RouterOptions Standard = new();

    /// <summary>Decides under the standard policy, with every reason.</summary>
    public static RouteDecision Decide(RouteInput input) => Decide(input, Standard);

    /// <summary>Decides, with every reason.</summary>
    public static RouteDecision Decide(RouteInput input, RouterOptions options) => input.Verdict switch
    {
        RecognitionVerdict.Silence => new(Route.Reject, [RouteReasons.NoSpeech], input),
        RecognitionVerdict.Rejected => Rejected(input, options),
        RecognitionVerdict.Ask => Ambiguous(input, options),
        _ => Accepted(input, options),
    };

    private static RouteDecision Rejected(RouteInput input, RouterOptions options)
    {
        // What is not wanted, or is too much at once, is left undone here and not handed on.
        if (input.Sentence is SentenceKind.Negated) return new(Route.Reject, [RouteReasons.TakenBack], input);
        if (input.Sentence is SentenceKind.Several) return new(Route.Reject, [RouteReasons.SeveralWishes], input);
        if (input.Sentence is SentenceKind.Elsewhere)
        {
            return ToCloud(input, options, RouteReasons.OutsideContext, RouteReasons.NotForGlasses);
        }

        if (CloudObstacle.Find(input, options) is { } obstacle)
        {
            return CanWait(input, obstacle)
                ? Queued(input, obstacle, [RouteReasons.OutsideContext])
                : new(Route.Reject, [RouteReasons.OutsideContext, RouteReasons.Blocked(obstacle.Failure)], input);
        }

        var nearMiss = input.Task == TaskClass.Device && input.Confidence >= options.HedgeConfidence
            && input.Privacy == PrivacyClass.Normal;
        return nearMiss
            ? new(Route.Both, [RouteReasons.OutsideContext, RouteReasons.NearMiss, RouteReasons.CloudOpen], input)
            : new(Route.Cloud, [RouteReasons.OutsideContext, RouteReasons.CloudOpen], input);
    }

    // The glasses can always ask; the cloud is worth its price only where it is quick.
    private static RouteDecision Ambiguous(RouteInput input, RouterOptions options) =>
        input.Sentence is not null ? new(Route.Ask, [RouteReasons.Unsure], input) :
        CloudObstacle.Find(input, options) is not null ? new(Route.Ask, [RouteReasons.TwoReadings], input) :
        input.Privacy == PrivacyClass.Sensitive ? new(Route.Ask, [RouteReasons.TwoReadings, RouteReasons.Sensitive], input) :
        input.RoundTripMs is not { } ms || ms > options.HedgeRoundTripMs
            ? new(Route.Ask, [RouteReasons.TwoReadings, RouteReasons.HedgeTooSlow], input) :
        new(Route.Both, [RouteReasons.TwoReadings, RouteReasons.CloudOpen], input);

    private static RouteDecision Accepted(RouteInput input, RouterOptions options)
    {
        var understood = input.Sentence is null ? RouteReasons.Understood : RouteReasons.FreeSentence;
        if (input.Task == TaskClass.Cloud)
        {
            return ToCloud(input, options, understood, RouteReasons.TaskNeedsCloud);
        }

        if (input.NeedsDictation)
        {
            return ToCloud(input, options, understood, RouteReasons.NeedsDictation);
        }

        return input.Task == TaskClass.Device
            ? new(Route.Local, [understood, RouteReasons.ToolOnDevice], input)
            : new(Route.Local, [understood, RouteReasons.NothingAttached], input);
    }

    private static RouteDecision ToCloud(RouteInput input, RouterOptions options, RouteReason what, RouteReason why)
    {
        if (CloudObstacle.Find(input, options) is not { } obstacle)
        {
            return new(Route.Cloud, [what, why, RouteReasons.CloudOpen], input);
        }

        if (CanWait(input, obstacle))
        {
            return Queued(input, obstacle, [what, why]);
        }

        var away = obstacle.Kind is ObstacleKind.Absent or ObstacleKind.Away;
        return new(away ? Route.Cloud : Route.Refuse, [what, why, .. Blocked(input, obstacle)], input, obstacle.Failure);
    }

    private static bool CanWait(RouteInput input, CloudObstacle obstacle) =>
        obstacle.Kind is ObstacleKind.Away or ObstacleKind.Waits && input.Deferrable && input.Privacy == PrivacyClass.Normal;

    private static RouteDecision Queued(RouteInput input, CloudObstacle obstacle, RouteReason[] why) =>
        new(Route.Queue, [.. why, RouteReasons.Blocked(obstacle.Failure), RouteReasons.CanWait], input, obstacle.Failure);

    private static RouteReason[] Blocked(RouteInput input, CloudObstacle obstacle) =>
        input.Deferrable && obstacle.Kind is ObstacleKind.Away or ObstacleKind.Waits && input.Privacy == PrivacyClass.Sensitive
            ? [RouteReasons.Blocked(obstacle.Failure), RouteReasons.Sensitive]
            : [RouteReasons.Blocked(obstacle.Failure)];
}
