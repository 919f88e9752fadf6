using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The named ways in which a pairing ends without a bond.</summary>
internal static class PairingFailures
{
    /// <summary>Code of success, beside the failures.</summary>
    public const string PairedCode = "paired";

    public static Failure Closed { get; } = Create(
        "window-closed", "No pairing window is open.", "Press the button of the glasses, or run: edge-runtime pair");

    public static Failure Late { get; } = Create(
        "window-late", "The time for pairing is over.", "Open the window again and answer within a minute.", Blame.Wearer);

    public static Failure Busy { get; } = Create(
        "pair-busy", "Two phones tried to pair at once.",
        "Pair one after the other; if you have only one phone, say no and look who else is near.", Blame.Wearer);

    public static Failure ConfirmWrong { get; } = Create(
        "confirm-wrong", "Refusing to pair: what the phone confirmed does not belong to these digits.",
        "Try again; if it happens again, someone may be in between.");

    public static Failure CommitmentWrong { get; } = Create(
        "commitment-wrong", "The phone refused: the glasses' numbers did not match their commitment.",
        "Try again; if it happens again, someone may be in between.");

    public static Failure Differ { get; } = Create(
        "digits-differ",
        "The digits were not the same: someone may be in between phone and glasses. Nothing was paired.",
        "Pair over another network; if only a finger slipped, pair once more.",
        Blame.Wearer);

    public static Failure Cancelled { get; } = Create(
        "pair-cancelled", "Pairing was cancelled.", "Open the window again when you want to.", Blame.Wearer);

    public static Failure Gone { get; } = Create(
        "phone-gone", "The phone went away before pairing was done.", "Bring it near, open the window again and pair once more.");

    /// <summary>It went before it said whether the digits are the same: whoever is in between can hold a no back.</summary>
    public static Failure GoneComparing { get; } = Create(
        "phone-gone-comparing",
        "The phone went away before it said whether the digits are the same. Nothing was paired.",
        "Look at the phone: if the digits were others there, someone may be in between, so pair over another network; "
        + "else pair once more.");

    public static Failure Malformed { get; } = Create(
        "pair-malformed", "The phone sent something that is no pairing message.", "Update the phone's page or app.");

    public static Failure Newer { get; } = Create("protocol-newer", "The phone speaks a newer protocol.", "Update the glasses.");

    public static Failure Locked { get; } = Create(
        "pair-locked", "Refusing to open a window: pairing failed too often just now.", "Wait ten minutes, then try again.", Blame.Wearer);

    /// <summary>The bond could not be kept.</summary>
    public static Failure NotKept(Failure why) =>
        Create("bonds-not-kept", $"The bond could not be kept: {why.Message}", why.Next, Blame.Machine);

    /// <summary>What a phone's code means; a code that is not known is a cancellation, and a phone's own words are never shown.</summary>
    public static Failure OfPhone(string? code) => code switch
    {
        "commitment-wrong" => CommitmentWrong,
        "confirm-wrong" => ConfirmWrong,
        "digits-differ" => Differ,
        _ => Cancelled,
    };

    private static Failure Create(string code, string message, string next, Blame blame = Blame.Input) =>
        new(Stages.Pairing, code, message, next, blame);
}
