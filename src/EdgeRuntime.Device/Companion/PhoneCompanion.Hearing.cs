using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>What phones with a bond say.</summary>
public sealed partial class PhoneCompanion
{
    private async ValueTask HearAsync(string bondId, byte[]? payload, CancellationToken cancellationToken)
    {
        if (PhoneOf(bondId) is not { } phone)
        {
            if (payload is [(byte)'{', ..]) await RefuseAsync(bondId, LinkMessage.BondUnknown, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (payload is not null && !await IsBegunAsync(bondId, cancellationToken).ConfigureAwait(false)) return; // the phone says it again
        if (payload is null)
        {
            phone.End();
        }
        else if (payload is [(byte)'{', ..])
        {
            await GreetAsync(phone, payload, cancellationToken).ConfigureAwait(false);
        }
        else if (phone.Open(payload, out var isNew) is { Length: > 0 } plain)
        {
            await TakeAsync(phone, plain, isNew, cancellationToken).ConfigureAwait(false);
        }

        // behind a broker elsewhere it cannot know that the glasses began anew
        else if (!phone.IsUp)
        {
            await RefuseAsync(bondId, LinkMessage.SessionUnknown, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask RefuseAsync(string bond, string code, CancellationToken cancellationToken) =>
        SendAsync(bond, Open(new LinkMessage { Type = LinkMessage.Refused, Code = code }), cancellationToken);

    private PhoneChannel? PhoneOf(string bondId)
    {
        if (_bonds.Find(bondId) is not { } bond) return null; // first, so that a bond that has ended is deaf at once
        if (_phones.TryGetValue(bondId, out var known)) return known;
        if (!PhoneOutbox.Open(_parts.StateFolder, bondId, _parts.Outbox).TryGet(out var outbox, out var failure))
        {
            _report(failure);
            return null;
        }

        return _phones[bondId] = new PhoneChannel(_bonds.Glasses, bond, outbox, _time);
    }

    private async ValueTask GreetAsync(PhoneChannel phone, byte[] payload, CancellationToken cancellationToken)
    {
        if (payload.Length > PhoneProtocol.MaxOpenBytes || Parse(payload, PairingJson.Default.LinkMessage) is not { } hello) return;
        if (phone.Greet(hello) is { } welcome) await SendAsync(phone.Bond.Id, Open(welcome), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TakeAsync(PhoneChannel phone, byte[] plain, bool isNew, CancellationToken cancellationToken)
    {
        if (isNew) Report(_bonds.Use(phone.Bond.Id));
        await (Name(plain) switch
        {
            CountMessage.Sync when Parse(plain, CompanionJson.Default.CountMessage) is { Received: >= 0 } sync =>
                SyncAsync(phone, sync, cancellationToken),
            CountMessage.Ack when Parse(plain, CompanionJson.Default.CountMessage) is { N: >= 0 } ack => Acknowledged(phone, ack.N.Value),
            PutMessage.Name when Parse(plain, CompanionJson.Default.PutMessage) is { N: > 0 } put =>
                KeepAsync(phone, put, cancellationToken),
            { } name when Parse(plain, CompanionJson.Default.LiveMessage) is { } live => LiveAsync(phone, name, live, cancellationToken),
            _ => ValueTask.CompletedTask,
        }).ConfigureAwait(false);
        await PumpAsync(phone, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask Acknowledged(PhoneChannel phone, long number)
    {
        Report(phone.Acknowledge(number));
        return ValueTask.CompletedTask;
    }

    private async ValueTask SyncAsync(PhoneChannel phone, CountMessage sync, CancellationToken cancellationToken)
    {
        var uncounted = phone.Sync(sync.Received!.Value);
        if (uncounted is not null) await UncountedAsync(phone, uncounted, cancellationToken).ConfigureAwait(false);
        var caughtUp = await Duties.CatchUpAsync(phone.Bond.Id, sync.Next, cancellationToken).ConfigureAwait(false);
        if (!caughtUp.TryGet(out var isAnew, out var unkept)) Report(unkept);
        var count = new CountMessage(CountMessage.Sync) { Received = Duties.Received(phone.Bond.Id), Anew = isAnew ? true : null };
        await TellAsync(phone, PhoneChannel.Count(count), cancellationToken).ConfigureAwait(false);
        await TellAsync(phone, StatusNow(), cancellationToken).ConfigureAwait(false);
        await TellAsync(phone, SettingsNow(), cancellationToken).ConfigureAwait(false);
        if (_parts.Names() is { } leftOut) await TellAsync(phone, Problem(leftOut), cancellationToken).ConfigureAwait(false);
    }

    private ValueTask UncountedAsync(PhoneChannel phone, Failure failure, CancellationToken cancellationToken)
    {
        if (failure.Code == PhoneOutbox.NeverSentCode) return TellAsync(phone, Problem(failure), cancellationToken);
        _report(failure);
        return ValueTask.CompletedTask;
    }

    private async ValueTask KeepAsync(PhoneChannel phone, PutMessage put, CancellationToken cancellationToken)
    {
        var received = Duties.Received(phone.Bond.Id);
        if (put.N == received + 1)
        {
            var failure = await Duties.TakeAsync(phone.Bond.Id, put, cancellationToken).ConfigureAwait(false);
            if (failure is not null) await TellAsync(phone, Problem(failure), cancellationToken).ConfigureAwait(false);
            received = Duties.Received(phone.Bond.Id);
            if (failure is null) After(put);
        }

        await TellAsync(phone, PhoneChannel.Count(new CountMessage(CountMessage.Ack) { N = received }), cancellationToken)
            .ConfigureAwait(false);
    }

    private void After(PutMessage put)
    {
        if (put.Kind == KeptKinds.Notification && PhoneDuties.Body(put, CompanionJson.Default.NotificationBody) is { } came)
        {
            _parts.Notify(new Assistant.Hardware.PhoneMessage(came.From ?? came.App, came.Text), came.At);
        }
    }

    private async ValueTask LiveAsync(PhoneChannel phone, string name, LiveMessage live, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case LiveNames.Ping:
                await TellAsync(phone, Json(new LiveMessage(LiveNames.Pong)), cancellationToken)
                .ConfigureAwait(false); break;
            case LiveNames.Find: _parts.Find(live.On ?? false); break;
            case LiveNames.Fetch: await FetchAsync(phone, live, cancellationToken).ConfigureAwait(false); break;
            case LiveNames.Called: Called(live); break;
            case LiveNames.Reset: await BeginResetAsync(phone, cancellationToken).ConfigureAwait(false); break;
            case LiveNames.ForgetMe: await ForgetAsync(phone, cancellationToken).ConfigureAwait(false); break;
        }
    }

    // A phone can be stolen, or lie: it may begin a reset, and only a hand on the glasses does it.
    private async ValueTask BeginResetAsync(PhoneChannel phone, CancellationToken cancellationToken)
    {
        await TellAsync(
            phone,
            _parts.BeginReset().TryGet(out var begun, out var failure)
                ? Json(new LiveMessage(LiveNames.Reset) { Message = begun.HowTo, Seconds = (int)begun.Window.TotalSeconds })
                : Problem(failure),
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ForgetAsync(PhoneChannel phone, CancellationToken cancellationToken)
    {
        if (await Duties.ForgetAsync(phone.Bond.Id, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            await TellAsync(phone, Problem(failure), cancellationToken).ConfigureAwait(false);
            return;
        }

        // The person who gives the glasses away, or gets them back, is asked about what is left.
        var question = _bonds.Bonds.Count == 1 ? Actions.Keepsakes.Find(_parts.State.Current, _parts.StateFolder).Question : null;
        await TellAsync(phone, Json(new LiveMessage(LiveNames.Forgotten) { Message = question }), cancellationToken).ConfigureAwait(false);
        _beatsToSweep = 3; // one beat is asked for by the bond's end itself
        Report(_bonds.Remove(phone.Bond.Id).Failure);
        if (question is not null) _parts.Ask(question);
    }

    private void Report(Failure? failure)
    {
        if (failure is not null) _report(failure);
    }

    private static string? Name(byte[] plain)
    {
        try
        {
            using var document = JsonDocument.Parse(plain);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("t", out var name)
                && name.ValueKind == JsonValueKind.String
                ? name.GetString()
                : null;
        }
        catch (Exception thrown) when (JsonFault.Is(thrown))
        {
            return null; // not ours; a phone with a bond may only harm itself by it
        }
    }

    private static T? Parse<T>(byte[] json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null; // dropped, as everything that is not of the protocol
        }
    }
}
