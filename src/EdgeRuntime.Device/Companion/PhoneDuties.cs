using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts.Text;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Device.Files;
using EdgeRuntime.Device.Hearing;

namespace EdgeRuntime.Device.Companion;

/// <summary>Does what kept messages of a phone ask for. What a message changes and the number of the message are written in one step, so
/// that a kill at any moment neither loses it nor does it twice.</summary>
/// <param name="state">State of the glasses.</param>
/// <param name="wakePhrases">Wake phrases that may be chosen.</param>
internal sealed class PhoneDuties(IGlassesState state, IReadOnlyList<string> wakePhrases)
{
    private const decimal NoBudget = -1;
    private const int MaxNames = 1000;
    private const int MaxNameLength = SayableName.MaxCharacters;
    private const int MaxTextLength = 2000;
    private const int MaxInbox = 100; // the oldest goes

    // What a message changes, and what the phone has to know of what was left out; the change stands all the same.
    private readonly record struct Duty(Func<GlassesState, GlassesState> Change, Failure? Problem = null)
    {
        public static implicit operator Duty(Failure problem) => new(now => now, problem);
    }

    /// <summary>Number of the last message of a bond that was done.</summary>
    public long Received(string bond) => state.Current.Phones.GetValueOrDefault(bond)?.Received ?? 0;

    /// <summary>Does a message, once. A failure to keep it leaves everything as it was, and the phone sends it again;
    /// <c>put-invalid</c> and <c>names-left-out</c> are done with, since they would come out the same again.</summary>
    public async ValueTask<Failure?> TakeAsync(string bond, PutMessage put, CancellationToken cancellationToken)
    {
        var duty = DutyOf(bond, put);
        var kept = await state.UpdateAsync(
            now => now.Phones.GetValueOrDefault(bond)?.Received >= put.N ? now : Marked(duty.Change(now), bond, put.N), cancellationToken)
                .ConfigureAwait(false);
        return kept.Failure ?? duty.Problem;
    }

    /// <summary>Goes on with a phone that was counted less of than it was told of: what it does not have any more is done, or lost. True
    /// where that was so, and what it gave before may be lost as well.</summary>
    /// <param name="bond">Id of its bond.</param>
    /// <param name="next">Number of the first message that it still has; null where it does not say.</param>
    /// <param name="cancellationToken">Ends the wait for another process.</param>
    public async ValueTask<Outcome<bool>> CatchUpAsync(string bond, long? next, CancellationToken cancellationToken)
    {
        if (next - 1 is not { } done || done <= Received(bond)) return false;
        var kept = await state.UpdateAsync(
            now => now.Phones.GetValueOrDefault(bond)?.Received >= done ? now : Marked(now, bond, done),
            cancellationToken).ConfigureAwait(false);
        return kept.Failure is { } failure ? failure : true;
    }

    /// <summary>Begins the exchange with a phone that is new: it gets what comes from now on, and nothing from before.
    /// Null when that is on the disk.</summary>
    /// <param name="bond">Id of its bond.</param>
    /// <param name="lastMedia">Name of the last picture or video there is; null where there is none.</param>
    /// <param name="cancellationToken">Ends the wait for another process.</param>
    public async ValueTask<Failure?> BeginAsync(string bond, string? lastMedia, CancellationToken cancellationToken)
    {
        if (state.Current.Phones.ContainsKey(bond)) return null;
        var kept = await state.UpdateAsync(
            now => now.Phones.ContainsKey(bond)
                ? now
                : WithPhone(now, bond, _ => new PhoneProgress(0, now.NextId - 1, lastMedia) { MediaBefore = lastMedia }),
            cancellationToken).ConfigureAwait(false);
        return kept.Failure;
    }

    /// <summary>The wearer says so: a phone gets what was there before it was paired as well. Null when that is on the disk.</summary>
    public static async ValueTask<Failure?> ShareAsync(IGlassesState state, string bond, CancellationToken cancellationToken)
    {
        var kept = await state.UpdateAsync(
            now => WithPhone(now, bond, phone => phone with { NoteId = 0, Media = null, MediaBefore = null }), cancellationToken)
                .ConfigureAwait(false);
        return kept.Failure;
    }

    /// <summary>Takes away what a phone gave; what others gave stays.</summary>
    public async ValueTask<Failure?> ForgetAsync(string bond, CancellationToken cancellationToken)
    {
        var kept = await state.UpdateAsync(
            now => now with
            {
                Inbox = [.. now.Inbox.Where(message => message.Bond != bond)],
                Phones = now.Phones.Where(phone => phone.Key != bond).ToDictionary(),
            },
            cancellationToken).ConfigureAwait(false);
        return kept.Failure;
    }

    private Duty DutyOf(string bond, PutMessage put) => put.Kind switch
    {
        KeptKinds.Set => Set(Body(put, CompanionJson.Default.SettingsBody)),
        KeptKinds.Contacts => Names(NamesIn(put), bond, (phone, names) => phone with { Contacts = names }),
        KeptKinds.Playlists => Names(NamesIn(put), bond, (phone, names) => phone with { Playlists = names }),
        KeptKinds.Notification => Notification(Body(put, CompanionJson.Default.NotificationBody), bond),
        _ => new Duty(now => now), // of a later protocol, or needs nothing: acknowledged all the same
    };

    private Duty Set(SettingsBody? set)
    {
        var privacy = PrivacyClass.Normal;
        if (set is null
            || set.Volume is < 0 or > 100
            || set.CloudBudget is not (null or NoBudget or (>= 0 and <= GlassesSettings.MostCloudBudget))
            || (set.CloudPrivacy is { } named && !Enum.TryParse(named, ignoreCase: true, out privacy))
            || (set.WakePhrase is { } phrase && !wakePhrases.Contains(phrase)))
        {
            return Invalid;
        }

        return new Duty(now => now with { Settings = Changed(now.Settings, set, privacy) });
    }

    private static GlassesSettings Changed(GlassesSettings now, SettingsBody set, PrivacyClass privacy) => now with
    {
        Volume = set.Volume ?? now.Volume,
        Muted = set.Muted ?? now.Muted,
        LocalOnly = set.LocalOnly ?? now.LocalOnly,
        CloudConsent = set.CloudConsent ?? now.CloudConsent,
        CloudPrivacy = set.CloudPrivacy is null ? now.CloudPrivacy : privacy,
        CloudBudget = set.CloudBudget is NoBudget ? null : set.CloudBudget ?? now.CloudBudget,
        DoNotDisturb = set.DoNotDisturb ?? now.DoNotDisturb,
        DoNotDisturbUntil = set.DoNotDisturb is null ? now.DoNotDisturbUntil : null,
        WakePhrase = set.WakePhrase ?? now.WakePhrase,
    };

    // A name with half a character in it is no name; the others are.
    private static NamesBody? NamesIn(PutMessage put)
    {
        if (Body(put, CompanionJson.Default.NamesBody) is { } whole) return whole;
        using var sound = JsonDocument.Parse(SoundJson.Repair(JsonMarshal.GetRawUtf8Value(put.Body), "null"u8, out _));
        return Body(put with { Body = sound.RootElement }, CompanionJson.Default.NamesBody);
    }

    // One name that cannot be said, or one too many, must not keep the others out.
    private static Duty Names(NamesBody? body, string bond, Func<PhoneProgress, IReadOnlyList<string>, PhoneProgress> put)
    {
        if (body is null) return Invalid;
        string?[] given = [.. body.Names.Select(Plain).Distinct()];
        string[] names = [.. given.Where(SayableName.Is).Take(MaxNames)!];
        string?[] unsayable = [.. given.Where(name => !SayableName.Is(name))];
        var over = given.Length - unsayable.Length - names.Length;
        var problem = PhoneNames.LeftOut(unsayable) ?? (over > 0 ? PhoneNames.TooMany(over, $"at most {MaxNames} of a kind") : null);
        return new Duty(now => WithPhone(now, bond, phone => put(phone, names)), problem);
    }

    private static string? Plain(string? name) =>
        name is null ? null : string.Concat(name.Select(character => char.IsControl(character) ? ' ' : character)).Trim();

    private static Duty Notification(NotificationBody? body, string bond)
    {
        if (body is null || !IsText(body.App, MaxNameLength) || !IsText(body.Text, MaxTextLength)
            || body.From is { Length: > MaxNameLength })
        {
            return Invalid;
        }

        var message = new PhoneMessage(body.From ?? body.App, body.Text) { Bond = bond };
        return new Duty(now => now with { Inbox = [.. now.Inbox.TakeLast(MaxInbox - 1), message] });
    }

    private static bool IsText(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    private static GlassesState Marked(GlassesState now, string bond, long number) =>
        WithPhone(now, bond, phone => phone with { Received = number });

    private static GlassesState WithPhone(GlassesState now, string bond, Func<PhoneProgress, PhoneProgress> change)
    {
        var phones = now.Phones.ToDictionary();
        phones[bond] = change(phones.GetValueOrDefault(bond) ?? new PhoneProgress());
        return now with { Phones = phones };
    }

    /// <summary>A body of its type; null where it is none.</summary>
    public static T? Body<T>(PutMessage put, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return put.Body.Deserialize(type);
        }
        catch (JsonException)
        {
            return null; // the caller names it
        }
    }

    private static Failure Invalid { get; } =
        new(Stages.Phone, "put-invalid", "The phone sent something that these glasses cannot use.", "Update the phone's page or app.");
}
