namespace EdgeRuntime.Assistant.Routing;

/// <summary>Every reason a route can have.</summary>
internal static class RouteReasons
{
    public static readonly RouteReason NoSpeech = new("no-speech", "No speech was heard.");

    public static readonly RouteReason OutsideContext = new("outside-context", "What was said is not in the context.");

    public static readonly RouteReason TwoReadings = new("two-readings", "Two readings are too close to each other.");

    public static readonly RouteReason Understood = new("understood", "The sentence was understood well enough to act on.");

    public static readonly RouteReason FreeSentence = new(
        "free-sentence", "No sentence of the grammar fits, but the model of free sentences is sure enough to act on.");

    public static readonly RouteReason Unsure = new(
        "free-sentence-unsure", "The model of free sentences is not sure enough to act without asking.");

    public static readonly RouteReason NotForGlasses = new("not-for-glasses", "It is a question or wish for others than the glasses.");

    public static readonly RouteReason TakenBack = new("wish-negated", "It says what is not wanted.");

    public static readonly RouteReason SeveralWishes = new("wish-several", "It holds more than one wish.");

    public static readonly RouteReason ToolOnDevice = new("tool-on-device", "A tool on the glasses does it.");

    public static readonly RouteReason NothingAttached = new("nothing-attached", "Nothing on the glasses is attached to this intent.");

    public static readonly RouteReason TaskNeedsCloud = new("task-needs-cloud", "The work lies beyond the glasses.");

    public static readonly RouteReason NeedsDictation = new("needs-dictation", "It holds free words, which the glasses cannot write down.");

    public static readonly RouteReason CloudOpen = new("cloud-open", "The cloud can be reached and the wearer agreed to it.");

    public static readonly RouteReason NearMiss = new(
        "near-miss", "The best reading is just not certain enough, so the wearer can be asked while the cloud looks at it.");

    public static readonly RouteReason HedgeTooSlow = new("hedge-too-slow", "The cloud would not be faster than asking the wearer.");

    public static readonly RouteReason Sensitive = new("sensitive", "It is sensitive, so it is kept nowhere and not sent twice.");

    public static readonly RouteReason CanWait = new("can-wait", "It is as good later, so it is kept and sent when that is possible.");

    /// <summary>The way to the cloud is blocked.</summary>
    public static RouteReason Blocked(Failure obstacle) =>
        new(obstacle.Code, $"The cloud is out of reach: {obstacle.Message}.");
}
