namespace EdgeRuntime.Assistant.Routing;

/// <summary>What stands between a wish and the cloud.</summary>
internal static class CloudObstacle
{
    /// <summary>The first obstacle, the one that has to be removed first; null when the way is free.</summary>
    public static Failure? Of(RouteInput input)
    {
        if (input.LocalOnly)
        {
            return Blocked("cloud-locked", "nothing may leave these glasses while they are locked to local only", "Turn local-only off in the settings.", Blame.Wearer);
        }

        if (input.Cloud == CloudLink.Absent)
        {
            return Blocked("cloud-absent", "no cloud is connected", "Connect a cloud gateway, or ask for something the glasses can do: say 'help'.", Blame.Cloud);
        }

        if (!input.CloudConsent)
        {
            return Blocked("cloud-no-consent", "you have not agreed to send anything there", "Give your consent to the cloud in the settings.", Blame.Wearer);
        }

        return input.Cloud == CloudLink.Down
            ? Blocked("cloud-down", "it cannot be reached right now", "Try again when the connection is back.", Blame.Cloud)
            : null;
    }

    private static Failure Blocked(string code, string clause, string next, Blame blame) => new(Stages.Route, code, clause, next, blame);
}
