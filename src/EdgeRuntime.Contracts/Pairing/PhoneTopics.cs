namespace EdgeRuntime.Contracts.Pairing;

/// <summary>Topics of the protocol; <c>up</c> is written by the phone, <c>down</c> by the glasses.</summary>
public static class PhoneTopics
{
    /// <summary>What all glasses on a broker say about themselves.</summary>
    public const string EveryAbout = "edge/+/about";

    /// <summary>What the glasses say about themselves.</summary>
    public static string About(string glasses) => $"edge/{glasses}/about";

    /// <summary>A phone that pairs speaks here.</summary>
    public static string PairUp(string glasses, string session) => $"edge/{glasses}/pair/{session}/up";

    /// <summary>The glasses answer a phone that pairs here.</summary>
    public static string PairDown(string glasses, string session) => $"edge/{glasses}/pair/{session}/down";

    /// <summary>A bonded phone speaks here.</summary>
    public static string BondUp(string glasses, string bond) => $"edge/{glasses}/bond/{bond}/up";

    /// <summary>The glasses speak to a bonded phone here.</summary>
    public static string BondDown(string glasses, string bond) => $"edge/{glasses}/bond/{bond}/down";
}
