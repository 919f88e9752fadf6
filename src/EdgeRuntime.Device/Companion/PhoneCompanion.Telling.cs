using System.Collections.Concurrent;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>What phones are told.</summary>
public sealed partial class PhoneCompanion
{
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<LiveMessage>> _calls = new();
    private volatile bool _isPhoneThere;

    /// <summary>True while a phone is connected. May be out of date when it returns.</summary>
    public bool IsPhoneThere => _isPhoneThere;

    /// <summary>Keeps a message for one phone, the one used last; it is on the disk when this returns. Failures: <c>phone-absent</c> where
    /// none is paired, and those of <see cref="PhoneOutbox.Put"/>.</summary>
    public ValueTask<Outcome<long>> PutAsync(string kind, JsonElement body, CancellationToken cancellationToken) => OnLoopAsync(
        async stop =>
        {
            if (_bonds.Bonds.MaxBy(bond => bond.Used) is not { } bond || PhoneOf(bond.Id) is not { } phone) return Absent;
            var put = phone.Outbox.Put(kind, body);
            await PumpAsync(phone, stop).ConfigureAwait(false);
            return put;
        },
        cancellationToken);

    /// <summary>Tells every phone that is there; where none is, or none keeps up, it is dropped.</summary>
    /// <param name="live">JSON of a live message.</param>
    public void Tell(byte[] live)
    {
        if (!IsPhoneThere) return;
        if (!_work.Writer.TryWrite(stop => TellAllAsync(live, stop))) Dropped++;
    }

    /// <summary>Has a phone that is there do something now. Failures: <c>phone-absent</c>, <c>phone-not-connected</c>,
    /// <c>phone-silent</c>, and what the phone says.</summary>
    public async ValueTask<Outcome<LiveMessage>> CallAsync(string action, string? contact, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var answer = new TaskCompletionSource<LiveMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        try
        {
            var sent = await OnLoopAsync(
                stop => SendCallAsync(new LiveMessage(LiveNames.Call) { Call = id, Action = action, Contact = contact }, stop),
                cancellationToken).ConfigureAwait(false);
            if (sent.Failure is { } failure) return failure;
            var called = await answer.Task.WaitAsync(CallPatience, _time, cancellationToken).ConfigureAwait(false);
            return called.Code == "ok"
                ? called
                : new Failure(Stages.Phone, "phone-refused", "The phone could not do that.", "Look at the phone.", Blame.Wearer);
        }
        catch (TimeoutException)
        {
            return new Failure(
                Stages.Phone, "phone-silent", "The phone does not answer.", "See whether its page or app is open.", Blame.Machine);
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    private static Failure Absent { get; } = new(
        Stages.Phone, "phone-absent", "No phone is paired.", "Pair one: edge-runtime pair", Blame.Wearer);

    private static Failure NotConnected { get; } =
        new(Stages.Phone, "phone-not-connected", "The phone is not connected.", "Bring it near and open its page or app.", Blame.Wearer);

    private async ValueTask<Outcome<long>> SendCallAsync(LiveMessage call, CancellationToken stop)
    {
        if (_bonds.Bonds.Count == 0) return Absent;
        var phone = _phones.Values.Where(phone => phone.IsUp).MaxBy(phone => _bonds.Find(phone.Bond.Id)?.Used);
        if (phone is null) return NotConnected;
        await TellAsync(phone, Json(call), stop).ConfigureAwait(false);
        return 0L;
    }

    private void Called(LiveMessage called)
    {
        if (called.Call is { } id && _calls.TryRemove(id, out var waiting)) waiting.TrySetResult(called);
    }

    private async ValueTask<Outcome<long>> OnLoopAsync(
        Func<CancellationToken, ValueTask<Outcome<long>>> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<Outcome<long>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(stop => AnswerAsync(done, work, stop), cancellationToken).ConfigureAwait(false);
        return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Whatever comes of it, its caller hears of it.
    private static async ValueTask AnswerAsync(
        TaskCompletionSource<Outcome<long>> done, Func<CancellationToken, ValueTask<Outcome<long>>> work, CancellationToken stop)
    {
        try
        {
            done.SetResult(await work(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            done.SetCanceled(stop);
            throw;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            done.SetException(thrown);
        }
    }

    private async ValueTask TellAllAsync(byte[] live, CancellationToken stop)
    {
        foreach (var phone in _phones.Values) await TellAsync(phone, live, stop).ConfigureAwait(false);
    }

    private async ValueTask TellAsync(PhoneChannel phone, byte[] plain, CancellationToken stop)
    {
        if (phone.Seal(plain) is { } frame) await SendAsync(phone.Bond.Id, frame, stop).ConfigureAwait(false);
    }

    private async ValueTask PumpAsync(PhoneChannel phone, CancellationToken stop)
    {
        try
        {
            foreach (var frame in phone.Due()) await SendAsync(phone.Bond.Id, frame, stop).ConfigureAwait(false);
            Report(phone.Outbox.TakeDamage());
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            _report(Files.StateFailures.Unreadable(_parts.StateFolder, thrown)); // it waits until the disk can be read again
        }

        _isPhoneThere = _phones.Values.Any(other => other.IsUp);
    }

    private ValueTask SendAsync(string bond, ReadOnlyMemory<byte> payload, CancellationToken stop) =>
        _broker.SendAsync(PhoneTopics.BondDown(_bonds.Glasses, bond), payload, false, stop);

    private static byte[] Open(LinkMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, PairingJson.Default.LinkMessage);

    private static byte[] Json(LiveMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, CompanionJson.Default.LiveMessage);

    private static byte[] Problem(Failure failure) =>
        Json(new LiveMessage(LiveNames.Problem) { Code = failure.Code, Message = failure.Message, Next = failure.Next });
}
