using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>Everything between these glasses and their phones: pairing, connections, what waits, and what is said now. All work on the
/// phones' behalf is done by one loop, one thing after the other; the public methods may be called from any thread.</summary>
public sealed partial class PhoneCompanion : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(1); // for a broker to take what was said last

    private readonly Dictionary<string, PhoneChannel> _phones = [];
    private readonly PhoneInlet _inlet = new();
    private readonly BondBook _bonds;
    private readonly IPhoneBroker _broker;
    private readonly PhoneParts _parts;
    private readonly TimeProvider _time;
    private readonly Action<Failure> _report;

    // A person, a tool or the clock waits for room here; what is only for now is dropped instead, and counted.
    private readonly Channel<Func<CancellationToken, ValueTask>> _work = Channel.CreateBounded<Func<CancellationToken, ValueTask>>(
        new BoundedChannelOptions(256) { SingleReader = true });

    // Pairing says few words, at most a handful per attempt; if the broker takes none of them for so long, the attempt is over anyway.
    private readonly Channel<Outgoing> _open = Channel.CreateBounded<Outgoing>(
        new BoundedChannelOptions(64) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Makes a companion that does nothing yet.</summary>
    /// <param name="broker">What carries messages; not owned.</param>
    /// <param name="parts">What it does its work with.</param>
    /// <param name="report">Takes what a person should know.</param>
    public PhoneCompanion(BondBook bonds, IPhoneBroker broker, PhoneParts parts, TimeProvider time, Action<Failure> report)
    {
        (_bonds, _broker, _parts, _time, _report) = (bonds, broker, parts, time, report);
        Duties = new PhoneDuties(parts.State, parts.WakePhrases);
        Desk = new PairingDesk(
            bonds, parts.Pairing, time, (session, payload) => Say(PhoneTopics.PairDown(bonds.Glasses, session), payload, retain: false));
        Desk.Changed += view => Announce(view.State is PairingState.Waiting or PairingState.Comparing);
        bonds.Ended += OnEnded;
    }

    private int _beatsToSweep; // beats that a phone is left to take what was said to it last; touched by the loop only
    private volatile bool _sweep = true; // at the start, for what was revoked while nobody ran

    private readonly record struct Outgoing(string Topic, ReadOnlyMemory<byte> Payload, bool Retain);

    /// <summary>The pairing window.</summary>
    public PairingDesk Desk { get; }

    /// <summary>Live messages that were dropped since nobody kept up.</summary>
    public long Dropped { get; private set; }

    private PhoneDuties Duties { get; }

    /// <summary>True while a phone is paired.</summary>
    public bool HasBonds => _bonds.Bonds.Count > 0;

    /// <summary>Starts the broker; null, or why it cannot.</summary>
    public async ValueTask<Failure?> StartAsync(CancellationToken cancellationToken)
    {
        if (await _broker.StartAsync(_inlet, cancellationToken).ConfigureAwait(false) is { } failure) return failure;
        Announce(pairing: false);
        return null;
    }

    /// <summary>Works until cancelled; the broker must have been started.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] loops = [ReceiveAsync(over.Token), WorkAsync(over.Token), SendOpenAsync(over.Token), BeatAsync(over.Token)];
        await Task.WhenAny(loops).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(false); // each ends by being cancelled, or by a defect that comes out here
    }

    /// <summary>Has phones shown now what has changed, and what waits for them sent, instead of with the next beat.</summary>
    public void Hurry() => _work.Writer.TryWrite(OnBeatAsync); // where there is no room, the next beat is near

    /// <inheritdoc/>
    public void Dispose()
    {
        _bonds.Ended -= OnEnded;
        Desk.Dispose();
        foreach (var phone in _phones.Values) phone.Dispose();
        _phones.Clear();
    }

    private void Announce(bool pairing) => Say(PhoneTopics.About(_bonds.Glasses), AboutGlasses.Json(_bonds, pairing), retain: true);

    private void Say(string topic, ReadOnlyMemory<byte> payload, bool retain) =>
        _open.Writer.TryWrite(new Outgoing(topic, payload, retain));

    // What was said before the end is sent as well.
    private async Task SendOpenAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource();
        await using var ending = stop.UnsafeRegister(
            _ =>
            {
                _open.Writer.TryComplete();
                late.CancelAfter(LongestGoodbye);
            },
            null).ConfigureAwait(false);
        await foreach (var message in _open.Reader.ReadAllAsync(late.Token).ConfigureAwait(false))
        {
            await _broker.SendAsync(message.Topic, message.Payload, message.Retain, late.Token).ConfigureAwait(false);
        }

        stop.ThrowIfCancellationRequested();
    }

    private async Task ReceiveAsync(CancellationToken stop)
    {
        await foreach (var arrival in _inlet.ReadAllAsync(stop).ConfigureAwait(false))
        {
            await _work.Writer.WriteAsync(cancellation => ArriveAsync(arrival, cancellation), stop).ConfigureAwait(false);
        }
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            await _work.Writer.WriteAsync(OnBeatAsync, stop).ConfigureAwait(false);
        }
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        await foreach (var work in _work.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            await GuardAsync(work, stop)
            .ConfigureAwait(false);
        }
    }

    private async ValueTask OnBeatAsync(CancellationToken cancellationToken)
    {
        if (_sweep && --_beatsToSweep <= 0) await SweepAsync().ConfigureAwait(false);
        foreach (var bond in _bonds.Bonds)
        {
            if (PhoneOf(bond.Id) is not { } phone) continue;
            phone.Expire();
            await FeedAsync(phone, cancellationToken).ConfigureAwait(false);
            await PumpAsync(phone, cancellationToken).ConfigureAwait(false);
        }

        await ShowAsync(cancellationToken).ConfigureAwait(false);
    }

    // A defect that one phone's message or one beat brings to light must not take the others' connection with it.
    private async ValueTask GuardAsync(Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            _report(new Failure(
                Stages.Phone, "phone-work-broken", $"Something could not be done for a phone ({thrown.GetType().Name}).",
                "Report this as a defect.", Blame.Program));
        }
    }

    // edge/{glasses}/pair/{session}/up or edge/{glasses}/bond/{bond}/up
    private ValueTask ArriveAsync(PhoneArrival arrival, CancellationToken cancellationToken) => arrival.Topic.Split('/') switch
    {
        [_, _, "pair", var session, "up"] => Pair(session, arrival.Payload),
        [_, _, "bond", var bond, "up"] => HearAsync(bond, arrival.Payload, cancellationToken),
        _ => ValueTask.CompletedTask, // another broker may carry other things
    };

    private ValueTask Pair(string session, byte[]? payload)
    {
        if (session.Length != PhoneProtocol.PairSessionDigits || !session.All(char.IsAsciiHexDigitLower)) return ValueTask.CompletedTask;
        if (payload is null) Desk.Gone(session);
        else Desk.Take(session, payload);
        return ValueTask.CompletedTask;
    }

    private void OnEnded(Bond bond)
    {
        _sweep = true;
        Hurry();
    }

    private async ValueTask SweepAsync()
    {
        _sweep = false;
        string[] ended = [.. _phones.Keys.Where(id => _bonds.Find(id) is null)];
        foreach (var gone in ended)
        {
            _phones.Remove(gone, out var phone);
            phone!.Dispose();
        }

        Report(await RevokedPhones.ForgetAsync(_parts.State, _parts.StateFolder, id => _bonds.Find(id) is not null, CancellationToken.None)
            .ConfigureAwait(false));
        foreach (var gone in ended) await _broker.CutAsync(gone).ConfigureAwait(false);
    }
}
