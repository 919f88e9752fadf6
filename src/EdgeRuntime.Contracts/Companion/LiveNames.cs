namespace EdgeRuntime.Contracts.Companion;

/// <summary>Names of live messages.</summary>
public static class LiveNames
{
    /// <summary>How the glasses are.</summary>
    public const string Status = "status";

    /// <summary>How the glasses are set.</summary>
    public const string Settings = "settings";

    /// <summary>One event of a turn.</summary>
    public const string Turn = "turn";

    /// <summary>What came of a turn.</summary>
    public const string Answer = "answer";

    /// <summary>The phone wants a part of a file.</summary>
    public const string Fetch = "fetch";

    /// <summary>Something went wrong.</summary>
    public const string Problem = "problem";

    /// <summary>The phone is to do something now.</summary>
    public const string Call = "call";

    /// <summary>What came of a <see cref="Call"/> on the phone.</summary>
    public const string Called = "called";

    /// <summary>The phone rings, or has stopped.</summary>
    public const string Ringing = "ringing";

    /// <summary>The glasses are to be found.</summary>
    public const string Find = "find";

    /// <summary>The phone wants its bond and everything it gave removed.</summary>
    public const string ForgetMe = "forget-me";

    /// <summary>It was removed.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>The phone wants everything erased; the glasses say what a person has to do there, and how long they wait.</summary>
    public const string Reset = "reset";

    /// <summary>Is anybody there.</summary>
    public const string Ping = "ping";

    /// <summary>Yes.</summary>
    public const string Pong = "pong";
}
