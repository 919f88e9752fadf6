using System.Globalization;
using System.Text.Json;

namespace Device.Tests.Companion;

/// <summary>The child process of <see cref="CompanionKillTests"/>: glasses that put messages for their phone as fast as they can. Prints
/// its port and id, then the number of each message that it was told is safe.</summary>
internal static class CompanionChild
{
    public static async Task<int> RunAsync(string folder)
    {
        await using var glasses = BenchCompanion.Start(folder);
        Console.WriteLine($"{glasses.Port} {glasses.Bonds.Glasses}");
        while (true)
        {
            var put = await glasses.Companion.PutAsync("note", JsonDocument.Parse("{}").RootElement, default);
            Console.WriteLine(put.TryGet(out var number, out var failure) ? number.ToString(CultureInfo.InvariantCulture) : failure.Code);
            if (failure is not null) await Task.Delay(5); // full until the phone has taken some
        }
    }
}
