using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary>One run of <c>pair</c>: shows the window to a person at a terminal and takes the answer.</summary>
internal sealed class PairRun(
    string stateFolder, string mqtt, CommandConsole console, TextReader input, TimeProvider time, ForeignBrokerOptions? elsewhere = null,
    DeviceSettings? settings = null)
{
    private static readonly TimeSpan LongestParting = TimeSpan.FromSeconds(1);

    private Task<string?>? _answer;

    /// <summary>Runs until the window is over.</summary>
    public async Task<ExitCode> RunAsync(CancellationToken stop)
    {
        var failure = await WithServiceAsync(stop).ConfigureAwait(false);
        return failure is null ? ExitCode.Done : console.Fail(failure);
    }

    private async ValueTask<Failure?> WithServiceAsync(CancellationToken stop)
    {
        using var running = await DoorCaller.CallAsync(stateFolder, stop).ConfigureAwait(false);
        if (running is not null) return await PairAsync(running, stop).ConfigureAwait(false);
        if (!OwnPhones.Open(stateFolder, mqtt, time, console.Explain, elsewhere, settings).TryGet(out var own, out var failure))
        {
            return failure;
        }

        await using (own)
        {
            if (await own.StartAsync(stop).ConfigureAwait(false) is { } unserved) return unserved;
            console.Error.WriteLine($"No service runs, so this command waits for the phone itself, at {own.Where}.");
            using var caller = await DoorCaller.CallAsync(stateFolder, stop).ConfigureAwait(false);
            failure = caller is null ? Unopened : await PairAsync(caller, stop).ConfigureAwait(false);
            if (own.Broker is { } broker) await broker.PartAsync(LongestParting, stop).ConfigureAwait(false);
            return failure;
        }
    }

    private static Failure Unopened { get; } =
        new(Stages.Phone, "phone-service-gone", "The pairing window could not be opened.", "Try again.", Blame.Program);

    private async ValueTask<Failure?> PairAsync(DoorCaller service, CancellationToken stop)
    {
        await service.SayAsync(new DoorRequest(DoorRequest.Pair), stop).ConfigureAwait(false);
        PairingView? shown = null;
        var next = service.NextAsync(stop).AsTask();
        while (true)
        {
            if (_answer is not null && await Task.WhenAny(next, _answer).ConfigureAwait(false) == _answer)
            {
                await AnswerAsync(service, stop).ConfigureAwait(false);
                continue;
            }

            var reply = await next.ConfigureAwait(false);
            if (reply.Failure is { } failure) return failure;
            if (reply.View is { } view && Show(view, shown) is { } end) return end.Failure;
            shown = reply.View ?? shown;
            next = service.NextAsync(stop).AsTask();
        }
    }

    private async ValueTask AnswerAsync(DoorCaller service, CancellationToken stop)
    {
        var line = await _answer!.ConfigureAwait(false);
        _answer = null;
        if (line is null) return; // nobody to ask: the window ends by itself
        await service.SayAsync(new DoorRequest(DoorRequest.Answer) { Same = line.Trim() is "y" or "Y" or "yes" }, stop)
            .ConfigureAwait(false);
    }

    // Gives the end where there is one.
    private Outcome<bool>? Show(PairingView view, PairingView? before)
    {
        var isOpen = view.State is PairingState.Waiting or PairingState.Comparing;
        if (isOpen && view.Failure is { } warning && before?.Failure?.Code != warning.Code) console.Explain(warning);
        switch (view.State)
        {
            case PairingState.Waiting when before is null:
                console.Error.WriteLine("The pairing window is open for a minute. On the phone, open the companion page and choose Pair.");
                return null;
            case PairingState.Comparing when before?.State != PairingState.Comparing:
                console.Output.WriteLine(
                    $"{view.PhoneName} shows {view.Digits![..3]} {view.Digits[3..]}. Is that so, digit for digit? [y/n]");
                console.Output.Flush();
                _answer = input.ReadLineAsync();
                return null;
            case PairingState.Paired:
                console.Output.WriteLine($"Paired with {view.PhoneName} ({view.Bond}).");
                return (Outcome<bool>)true;
            case PairingState.Failed:
                return view.Failure!;
            default:
                return null;
        }
    }
}
