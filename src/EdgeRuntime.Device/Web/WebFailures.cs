using System.Net.Sockets;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Web;

/// <summary>The ways in which serving pages fails.</summary>
internal static class WebFailures
{
    /// <summary>The server could not begin to listen: the address cannot be used, as the broker says of its own
    /// (<c>mqtt-port-taken</c>).</summary>
    public static Failure NotListening(WebAddress address, Exception thrown)
    {
        var socket = thrown as SocketException ?? thrown.InnerException as SocketException
            ?? thrown.InnerException?.InnerException as SocketException;
        var where = $"{address.Host}:{address.Port}";
        return socket?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                Create("http-port-taken", $"Another program listens at {where}.", "Stop it, or give another port: --http HOST:PORT"),
            SocketError.AddressNotAvailable =>
                Create("http-address-not-here", $"This machine has no address {address.Host}.",
                    "Give one that it has; 0.0.0.0 stands for all."),
            SocketError.AccessDenied => Create("http-port-refused", $"This user may not listen at {where}.", "Give a port from 1024 on."),
            _ => Create(
                "http-not-started", $"The pages cannot be served at {where}: {thrown.Message}", "Give another address: --http HOST:PORT"),
        };
    }

    /// <summary>A page sent what no page of ours sends.</summary>
    public static Failure Unreadable(string what) =>
        new(Stages.Audio, "page-message-wrong", $"Refusing a message of the page: {what}.", "Load the page again.");

    /// <summary>The page was closed or did not answer.</summary>
    public static Failure NoAnswer(string what) => new(
        Stages.Tool, "page-no-answer", $"The page did not {what} in time.", "Look at the page /glasses, and load it again.", Blame.Machine);

    /// <summary>The page's microphone gives no more sound, though nobody turned it off.</summary>
    /// <param name="why">What the page says of it: <c>ended</c>, <c>muted</c> or <c>suspended</c>.</param>
    public static Failure MicrophoneLost(string why)
    {
        var (code, what) = why switch
        {
            "ended" => ("page-microphone-ended", "has ended"),
            "muted" => ("page-microphone-muted", "is muted"),
            _ => ("page-microphone-suspended", "was paused by the browser"),
        };
        return new(Stages.Audio, code, $"The microphone of the page {what}.", "Turn it on again on the page /glasses.", Blame.Machine);
    }

    private static Failure Create(string code, string message, string next) => new(Stages.Start, code, message, next);
}
