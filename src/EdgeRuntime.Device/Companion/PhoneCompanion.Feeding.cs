using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Contracts.Companion;

namespace EdgeRuntime.Device.Companion;

/// <summary>Notes and pictures on their way to phones. A kill between the two writes hands one over again; it has the same id then, by
/// which a phone knows it.</summary>
public sealed partial class PhoneCompanion
{
    private async ValueTask FeedAsync(PhoneChannel phone, CancellationToken stop)
    {
        var bond = phone.Bond.Id;
        if (!await IsBegunAsync(bond, stop).ConfigureAwait(false) || _parts.State.Current.Phones.GetValueOrDefault(bond) is not { } before)
        {
            return;
        }

        var after = Offer(phone, Hand(phone, before));
        if (after == before) return;
        var kept = await _parts.State.UpdateAsync(
            now =>
            {
                var phones = now.Phones.ToDictionary();
                phones[bond] = (phones.GetValueOrDefault(bond) ?? new PhoneProgress()) with { NoteId = after.NoteId, Media = after.Media };
                return now with { Phones = phones };
            },
            stop).ConfigureAwait(false);
        Report(kept.Failure);
    }

    // What was there before a phone was paired may be another wearer's: it is not handed over, whatever comes first from the phone.
    private async ValueTask<bool> IsBegunAsync(string bond, CancellationToken stop)
    {
        if (_parts.State.Current.Phones.ContainsKey(bond)) return true;
        var failure = await Duties.BeginAsync(bond, MediaOffers.Last(_parts.StateFolder), stop).ConfigureAwait(false);
        if (failure is not null) ReportOnce(failure);
        return failure is null;
    }

    private PhoneProgress Hand(PhoneChannel phone, PhoneProgress progress)
    {
        foreach (var note in _parts.State.Current.Notes.Where(note => note.Id > progress.NoteId).OrderBy(note => note.Id))
        {
            var body = new NoteBody(note.Id, note.Text, note.Created);
            if (!Put(phone, KeptKinds.Note, JsonSerializer.SerializeToElement(body, CompanionJson.Default.NoteBody))) break;
            progress = progress with { NoteId = note.Id };
        }

        return progress;
    }

    private PhoneProgress Offer(PhoneChannel phone, PhoneProgress progress)
    {
        try
        {
            foreach (var file in MediaOffers.After(_parts.StateFolder, progress.Media))
            {
                if (!Put(
                    phone, KeptKinds.Offer, JsonSerializer.SerializeToElement(MediaOffers.Offer(file), CompanionJson.Default.OfferBody)))
                {
                    break;
                }

                progress = progress with { Media = file.Name };
            }
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            ReportOnce(Files.StateFailures.Unreadable(_parts.StateFolder, thrown));
        }

        return progress;
    }

    // What does not fit is tried again with the next beat; saying so once is enough.
    private bool Put(PhoneChannel phone, string kind, JsonElement body)
    {
        if (phone.Outbox.Put(kind, body).Failure is not { } failure)
        {
            _reported = null;
            return true;
        }

        ReportOnce(failure);
        return false;
    }

    private string? _reported;

    private void ReportOnce(Failure failure)
    {
        if (_reported != failure.Code) _report(failure);
        _reported = failure.Code;
    }
}
