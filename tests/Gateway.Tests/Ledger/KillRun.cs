using System.Diagnostics;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Store;

namespace Gateway.Tests.Ledger;

/// <summary>Kills a child that hammers the ledger with SIGKILL, again and again,
/// and compares what it was told with what is stored.</summary>
internal sealed class KillRun(string address, Random random)
{
    private readonly Dictionary<string, long> _told = [];

    /// <summary>Bills that the children were given.</summary>
    public int Told => _told.Count;

    /// <summary>From the first line of a child's work to its first answer: opening the store and freeing what was left behind.</summary>
    public double SlowestStartMs { get; private set; }

    private static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    public async Task KillAsync(int times)
    {
        for (var i = 0; i < times; i++) await KillOnceAsync(random.Next(1, 120));
    }

    /// <summary>What is stored against what was told; empty when charged is used.</summary>
    public async Task<List<string>> FindWrongAsync(IStore store)
    {
        await using (var ledger = LedgerHammer.OpenLedger(store)) await ledger.SweepAsync(default);
        var wrong = new List<string>(await new LedgerAudit(store).FindAsync(default));
        await using var connection = await store.OpenReaderAsync(default);
        var stored = (await connection.Command("SELECT bill_id, cost_nanos FROM bills")
            .ListAsync(row => (Id: row.GetString(0), Cost: row.GetInt64(1)), default)).ToDictionary(row => row.Id, row => row.Cost);
        var held = (await connection.Command("SELECT reservation_id FROM reservations WHERE ended_at = 0")
            .ListAsync(row => row.GetString(0), default)).Count;
        wrong.AddRange(_told.Where(told => !stored.TryGetValue(told.Key, out var cost) || cost != told.Value)
            .Select(told => $"{told.Key} was told {told.Value} and is lost"));
        if (held > 0) wrong.Add($"{held} reservations are left");
        return wrong;
    }

    private async Task KillOnceAsync(int afterBills)
    {
        var start = new ProcessStartInfo(Dotnet, [typeof(KillRun).Assembly.Location, "hammer", address]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var bills = 0;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not [.. var words, "."]) continue; // cut by the kill
            if (words is ["ready", var ms])
            {
                SlowestStartMs = Math.Max(
                SlowestStartMs, double.Parse(ms, System.Globalization.CultureInfo.InvariantCulture));
            }

            if (words is not ["settled", var id, var cost]) continue;
            _told[id] = long.Parse(cost, System.Globalization.CultureInfo.InvariantCulture);
            if (++bills == afterBills) child.Kill();
        }

        await child.WaitForExitAsync();
        Assert.True(bills >= afterBills, "the child ended before it was killed");
    }
}
