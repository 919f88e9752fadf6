using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the bonds with phones can be used; none is needed.</summary>
internal static class PhoneChecks
{
    public static IEnumerable<Check> Look(DoctorOptions options)
    {
        if (!new BondFile(Path.GetFullPath(options.StateFolder)).Read().TryGet(out var row, out var failure) && failure is not null)
        {
            return [new Check("phones", CheckLevel.Warn, failure.Message, failure.Next)];
        }

        var count = row?.Bonds.Count ?? 0;
        var found = count switch
        {
            0 => "No phone is paired; edge-runtime pair does it.",
            1 => "One phone is paired.",
            _ => $"{count} phones are paired.",
        };
        return [new Check("phones", CheckLevel.Ok, found)];
    }
}
