using System.Buffers.Binary;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Contracts.Companion;

namespace EdgeRuntime.Device.Companion;

/// <summary>What phones are shown: how the glasses are, and their pictures.</summary>
public sealed partial class PhoneCompanion
{
    private const int ChunkBytes = 32 << 10;
    private const int MaxFetchBytes = 256 << 10;

    private byte[] _shownStatus = [];
    private byte[] _shownSettings = [];
    private Failure? _shownNames;

    // What has changed since the last beat is shown to the phones that are there.
    private async ValueTask ShowAsync(CancellationToken stop)
    {
        if (!_isPhoneThere) return;
        var (status, settings) = (StatusNow(), SettingsNow());
        if (!status.AsSpan().SequenceEqual(_shownStatus)) await TellAllAsync(_shownStatus = status, stop).ConfigureAwait(false);
        if (!settings.AsSpan().SequenceEqual(_shownSettings)) await TellAllAsync(_shownSettings = settings, stop).ConfigureAwait(false);
        if (_parts.Names() is var names && names == _shownNames) return;
        _shownNames = names;
        if (names is not null) await TellAllAsync(Problem(names), stop).ConfigureAwait(false);
    }

    private byte[] StatusNow()
    {
        return JsonSerializer.SerializeToUtf8Bytes(
            new StatusMessage
            {
                Battery = _parts.Power.Read().TryGet(out var power, out _) ? new BatteryRow(power.Percent, power.Charging) : null,
                HeatC = _parts.Skin?.ReadCelsius(),
                // whole megabytes, else it would change at every beat
                FreeBytes = new DriveInfo(_parts.StateFolder).AvailableFreeSpace >> 20 << 20,
                Cloud = _parts.Cloud(),
                Recording = _parts.State.Current.RecordingSince is null ? null : "video",
                Ringing = ScheduleText.Ringing(_parts.State.Current, _time.LocalTimeZone),
                Missed = ScheduleText.Missed(_parts.State.Current, _time.LocalTimeZone),
                Simulated = _parts.Simulated,
            },
            CompanionJson.Default.StatusMessage);
    }

    private byte[] SettingsNow()
    {
        var settings = _parts.State.Current.Settings;
        var now = new SettingsBody
        {
            Volume = settings.Volume,
            Muted = settings.Muted,
            LocalOnly = settings.LocalOnly,
            CloudConsent = settings.CloudConsent,
            CloudPrivacy = settings.CloudPrivacy.ToString().ToLowerInvariant(),
            CloudBudget = settings.CloudBudget,
            DoNotDisturb = new GlassesClock(_time).IsQuiet(settings),
            WakePhrase = settings.WakePhrase,
        };
        return JsonSerializer.SerializeToUtf8Bytes(
            new SettingsMessage(now, _parts.WakePhrases) { Budget = BudgetNow() }, CompanionJson.Default.SettingsMessage);
    }

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: the month")]
    private BudgetRow? BudgetNow()
    {
        var (state, now) = (_parts.State.Current, _time.GetUtcNow());
        if (state.CloudSpending.Currency.Length == 0 && state.Settings.CloudBudget is null) return null;
        return new BudgetRow(
            (decimal)state.CloudSpending.In(now) / CloudSpending.NanosPerUnit,
            (decimal?)Cloud.SpendingLimit.LeftOf(state, now) / CloudSpending.NanosPerUnit, state.CloudSpending.Currency);
    }

    private async ValueTask FetchAsync(PhoneChannel phone, LiveMessage wanted, CancellationToken stop)
    {
        if (wanted is not { Transfer: { } transfer, Offset: >= 0, Count: > 0 and <= MaxFetchBytes }
            || MediaOffers.Find(
                _parts.StateFolder, transfer, _parts.State.Current.Phones.GetValueOrDefault(phone.Bond.Id)?.MediaBefore) is not { } path)
        {
            var gone = new LiveMessage(LiveNames.Problem)
            {
                Code = "transfer-gone",
                Message = "That picture is not on the glasses any more.",
                Next = "Take it off the list.",
                Transfer = wanted.Transfer,
            };
            await TellAsync(phone, Json(gone), stop).ConfigureAwait(false);
            return;
        }

        try
        {
            using var file = File.OpenHandle(path);
            await SendChunksAsync(phone, transfer, file, wanted.Offset.Value, wanted.Count.Value, stop).ConfigureAwait(false);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            _report(Files.StateFailures.Unreadable(path, thrown));
        }
    }

    // 00 | transfer (8) | offset (8) | bytes
    private async ValueTask SendChunksAsync(
        PhoneChannel phone, string transfer, Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, int count,
        CancellationToken stop)
    {
        const int Head = 1 + 8 + 8;
        var buffer = new byte[Head + ChunkBytes];
        Convert.FromHexString(transfer, buffer.AsSpan(1, 8), out _, out _);
        for (var end = offset + count; offset < end;)
        {
            BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(9), offset);
            var read = RandomAccess.Read(file, buffer.AsSpan(Head, (int)Math.Min(ChunkBytes, end - offset)), offset);
            if (read == 0) return;
            if (phone.Seal(buffer.AsSpan(0, Head + read)) is not { } frame) return;
            await SendAsync(phone.Bond.Id, frame, stop).ConfigureAwait(false);
            offset += read;
        }
    }
}
