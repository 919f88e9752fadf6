using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>Takes away what phones gave that are not paired any more, also those that were turned away while no service ran.</summary>
internal static class RevokedPhones
{
    /// <summary>Forgets them; null when all is off the disk. Where the bonds cannot be read,
    /// nothing is known and nothing is forgotten.</summary>
    /// <param name="state">State of the glasses.</param>
    /// <param name="stateFolder">Where it is kept.</param>
    /// <param name="cancellationToken">Ends the wait for another process.</param>
    public static async ValueTask<Failure?> ForgetAsync(IGlassesState state, string stateFolder, CancellationToken cancellationToken)
    {
        if (!new BondFile(stateFolder).Read().TryGet(out var bonds, out _) || bonds is { Row: null, Damage: not null }) return null;
        HashSet<string> paired = [.. (bonds.Row?.Bonds ?? []).Select(bond => bond.Id)];
        return await ForgetAsync(state, stateFolder, paired.Contains, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets those of whom <paramref name="isPaired"/> does not know; null when all is off the disk.</summary>
    public static async ValueTask<Failure?> ForgetAsync(
        IGlassesState state, string stateFolder, Func<string, bool> isPaired, CancellationToken cancellationToken)
    {
        if (state.Current.Phones.Keys.All(isPaired) && !state.Current.Inbox.Any(IsLeft)) return PhoneOutbox.Sweep(stateFolder, isPaired);
        var kept = await state.UpdateAsync(
            now => now with
            {
                Inbox = [.. now.Inbox.Where(message => !IsLeft(message))],
                Phones = now.Phones.Where(phone => isPaired(phone.Key)).ToDictionary(),
            },
            cancellationToken).ConfigureAwait(false);
        return kept.Failure ?? PhoneOutbox.Sweep(stateFolder, isPaired);

        bool IsLeft(PhoneMessage message) => message.Bond is { } bond && !isPaired(bond);
    }
}
