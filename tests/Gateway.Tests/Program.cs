using Gateway.Tests.Ledger;

namespace Gateway.Tests;

/// <summary>Lets a test start this assembly as a process of its own, to be killed, and measures the ledger:
/// <c>dotnet Gateway.Tests.dll hammer STORE</c>, <c>… kills sqlite|postgres N</c>, <c>… load sqlite|postgres
/// Process|Settlements|Everything</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["hammer", var store] => await LedgerHammer.RunAsync(store),
        ["kills", var kind, var times] => await LedgerLoad.KillsAsync(kind, times, Console.Out),
        ["load", var kind, var durability] => await LedgerLoad.LoadAsync(kind, durability, Console.Out),
        _ => 2,
    };
}
