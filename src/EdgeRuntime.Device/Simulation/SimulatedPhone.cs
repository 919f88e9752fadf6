using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A phone for machines that none is paired with: it knows whether a call is on and keeps what it was asked, in a file.
/// It calls nobody.</summary>
public sealed class SimulatedPhone(string stateFolder) : IPhoneLink
{
    private const int MaxRequests = 100;

    private readonly string _path = Path.Combine(stateFolder, "simulated-phone.json");

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public ValueTask<Outcome<PhoneRequest>> SendAsync(PhoneRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(
        Change(now => Carried(now, request).TryGet(out var after, out var refused) ? Logged(after, request) : refused)
            .TryGet(out _, out var failure) ? request : (Outcome<PhoneRequest>)failure);

    /// <inheritdoc/>
    public ValueTask<Outcome<IReadOnlyList<PhoneMessage>>> TakeMessagesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PhoneMessage> taken = [];
        var changed = Change(now =>
        {
            taken = now.Inbox;
            return taken.Count == 0 ? now : now with { Inbox = [] };
        });

        // The conversion from an interface type has to go through an array.
        return ValueTask.FromResult<Outcome<IReadOnlyList<PhoneMessage>>>(changed.Failure is { } failure ? failure : taken.ToArray());
    }

    private static Outcome<SimulatedPhoneState> Carried(SimulatedPhoneState now, PhoneRequest request) => request.Action switch
    {
        PhoneAction.Call when now.InCallWith is { } other =>
            Refused("phone-in-call", $"You are already on a call with {other}.", "Hang up first."),
        PhoneAction.Call => now with { InCallWith = request.Contact },
        PhoneAction.HangUp when now.InCallWith is null =>
            Refused("phone-no-call", "There is no call to end.", "Say 'call' and a name to start one."),
        PhoneAction.HangUp => now with { InCallWith = null },
        PhoneAction.Answer or PhoneAction.Decline when now.RingingFrom is null =>
            Refused("phone-not-ringing", "Nobody is calling.", "Wait for a call."),
        PhoneAction.Answer => now with { InCallWith = now.RingingFrom, RingingFrom = null },
        PhoneAction.Decline => now with { RingingFrom = null },
        _ => now,
    };

    private static SimulatedPhoneState Logged(SimulatedPhoneState now, PhoneRequest request) =>
        now with { Requests = [.. now.Requests.TakeLast(MaxRequests - 1), request] };

    private static Failure Refused(string code, string message, string next) => new(Stages.Tool, code, message, next, Blame.Wearer);

    private Outcome<SimulatedPhoneState> Change(Func<SimulatedPhoneState, Outcome<SimulatedPhoneState>> change)
    {
        try
        {
            var before = File.Exists(_path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(_path), SimulatedPhoneJson.Default.SimulatedPhoneState) ?? new()
                : new SimulatedPhoneState();
            var outcome = change(before);
            if (outcome.TryGet(out var after, out _) && !ReferenceEquals(before, after))
            {
                DurableFile.MakeFolder(stateFolder);
                DurableFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(after, SimulatedPhoneJson.Default.SimulatedPhoneState));
            }

            return outcome;
        }
        catch (JsonException)
        {
            return new Failure(Stages.Tool, "phone-simulation-damaged", $"{_path} cannot be read.", "Mend it or delete it.", Blame.Machine);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(stateFolder, thrown);
        }
    }
}
