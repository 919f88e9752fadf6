using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether what phones gave and what waits can be used: bonds, names, wishes, the account of the cloud. None is needed,
/// and nothing of it stops a start.</summary>
internal static class PhoneChecks
{
    public static IEnumerable<Check> Look(DoctorOptions options)
    {
        var folder = Path.GetFullPath(options.StateFolder);
        var state = StateStore.Peek(folder, TimeProvider.System, out _);
        return [Bonds(folder), Names(options, state), Account(folder), Wishes(folder, options)];
    }

    private static Check Bonds(string folder)
    {
        if (!new BondFile(folder).Read().TryGet(out var kept, out var failure)) return Warn("phones", failure);
        if (kept.Damage is { } damage) return Warn("phones", damage);
        var count = kept.Row?.Bonds.Count ?? 0;
        return new Check("phones", CheckLevel.Ok, count switch
        {
            0 => "No phone is paired; edge-runtime pair does it.",
            1 => "One phone is paired.",
            _ => $"{count} phones are paired.",
        });
    }

    private static Check Names(DoctorOptions options, GlassesState state)
    {
        var names = PhoneNames.From(state);
        var leftOut = PhoneNames.LeftOut(state);
        var context = CommandContext.Load<CommandContext>(
            Path.Combine(options.ModelsFolder, "contexts", "glasses.yaml"), state, made => made, why => leftOut ??= why);
        return leftOut is not null ? Warn("names", leftOut)
            : context.Failure is { Code: not "context-unreadable" } failure && names.Count > 0 ? Warn("names", failure)
            : new Check(
                "names", CheckLevel.Ok, $"{names.Contacts.Count} contacts and {names.Playlists.Count} playlists of phones can be said.");
    }

    private static Check Account(string folder) => new CloudAccountFile(folder).Read().TryGet(out var account, out var failure)
        ? new Check("cloud", CheckLevel.Ok, account is null ? "No cloud is connected." : $"Connected to {account}.")
        : Warn("cloud", failure);

    private static Check Wishes(string folder, DoctorOptions options)
    {
        var queue = new DeferredQueue(folder, options.Settings.Options.Later);
        var stranger = queue.FindStrangers().Concat(PhoneOutbox.FindStrangers(folder)).FirstOrDefault();
        if (stranger is not null) return Warn("waiting", stranger);
        if (PhoneOutbox.Inspect(folder) is { Bad: > 0 } boxes)
        {
            return new Check(
                "waiting",
                CheckLevel.Warn,
                $"{boxes.Bad} of {boxes.All} files in {Path.Combine(folder, "phones")} are no messages for a phone.",
                "They are put aside as .damaged when it comes; mend or delete them.");
        }

        return queue.CountUnreadable() is > 0 and var bad
            ? new Check(
                "waiting", CheckLevel.Warn, $"{bad} of {queue.Count} files in {queue.Folder} are no waiting wishes.",
                "They are put aside as .damaged when wishes are sent; mend or delete them.")
            : new Check(
                "waiting", CheckLevel.Ok, queue.Count == 1 ? "One wish waits for the cloud." : $"{queue.Count} wishes wait for the cloud.");
    }

    private static Check Warn(string about, Failure failure) => new(about, CheckLevel.Warn, failure.Message, failure.Next);
}
