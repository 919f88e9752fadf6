using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Sessions;

internal sealed partial class Turn
{
    private readonly Lock _receiving = new();

    /// <summary>Highest request sequence received; 1 is the Start that began the turn.</summary>
    public ulong LastReceived { get; private set; } = 1;

    /// <summary>Takes a message of the client that follows Start; gives why the turn cannot go on.</summary>
    public Failure? Receive(ConverseRequest request)
    {
        switch (request.MessageCase)
        {
            case ConverseRequest.MessageOneofCase.Acknowledge:
                Outbox.Acknowledge(request.Acknowledge.Sequence);
                return null;
            case ConverseRequest.MessageOneofCase.Cancel:
                Stop(StopCause.Canceled);
                return null;
        }

        lock (_receiving)
        {
            if (request.Sequence > 0 && request.Sequence <= LastReceived) return null; // repeated by a resumed call
            if (request.Sequence != LastReceived + 1) return SessionFailures.SequenceGap(LastReceived + 1, request.Sequence);
            LastReceived = request.Sequence;
            return Take_NeedsLock(request);
        }
    }

    private Failure? Take_NeedsLock(ConverseRequest request) => request.MessageCase switch
    {
        ConverseRequest.MessageOneofCase.Start => SessionFailures.Unexpected("A second Start"),
        ConverseRequest.MessageOneofCase.ToolResult => Tools.Answer(request.ToolResult),
        ConverseRequest.MessageOneofCase.None => null, // a message of a later version; receivers ignore what they do not know
        _ when IsOver => null, // crossed the answer on its way
        _ when Input.IsWhole => SessionFailures.Unexpected("Input after the last one"),
        ConverseRequest.MessageOneofCase.Text => Input.Add(request.Text),
        ConverseRequest.MessageOneofCase.Audio => May(Features.Audio, "audio") ?? Input.Add(request.Audio),
        ConverseRequest.MessageOneofCase.Frame => May(Features.Vision, "pictures") ?? Input.Add(request.Frame),
        _ => null,
    };

    private Failure? May(Features feature, string words) =>
        Caller.Features.HasFlag(feature) ? null : SessionFailures.FeatureNotAllowed(words);
}
