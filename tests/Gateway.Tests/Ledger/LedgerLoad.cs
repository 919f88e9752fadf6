using System.Diagnostics;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using Gateway.Tests.Store;

namespace Gateway.Tests.Ledger;

/// <summary>Measures the ledger alone, in this process: not a test.</summary>
internal static class LedgerLoad
{
    private const int Workers = 64;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(8);

    public static async Task<int> KillsAsync(string kind, string times, TextWriter output)
    {
        await using var stores = await OpenAsync(kind, Durability.Settlements);
        await using (var store = stores.Open()) await KillTests.AddTenantAsync(store);
        var run = new KillRun(stores.Address, new Random(7));
        await run.KillAsync(int.Parse(times, System.Globalization.CultureInfo.InvariantCulture));
        var wrong = await run.FindWrongAsync(stores.Open());
        output.WriteLine(
            $"{kind}: killed {times} times, {run.Told} bills told, wrong: {wrong.Count}; slowest opening {run.SlowestStartMs:0} ms");
        foreach (var sentence in wrong.Take(10)) output.WriteLine(sentence);
        return wrong.Count == 0 ? 0 : 1;
    }

    public static async Task<int> LoadAsync(string kind, string durability, TextWriter output)
    {
        await using var stores = await OpenAsync(kind, Enum.Parse<Durability>(durability));
        await using var store = stores.Open();
        await KillTests.AddTenantAsync(store);
        await using var ledger = LedgerHammer.OpenLedger(store);
        await RunAsync(ledger, 500, TimeSpan.FromSeconds(2)); // warm
        var paced = await RunAsync(ledger, startsPerSecond: 50, Lasts);
        output.WriteLine($"{kind} {durability}: 50 starts/s: {paced.Reserve}");
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var full = await RunAsync(ledger, startsPerSecond: null, Lasts);
        var used = Process.GetCurrentProcess().TotalProcessorTime - before;
        output.WriteLine(
            $"{kind} {durability}: {Workers} at once: {full.Turns / Lasts.TotalSeconds:0} turns/s; {full.Reserve}; "
            + $"{used.TotalMicroseconds / full.Turns:0} µs of processor per turn");
        var wrong = await new LedgerAudit(store).FindAsync(default);
        output.WriteLine(wrong.Count == 0 ? "the books are right" : string.Join(' ', wrong));
        return wrong.Count;
    }

    private static async Task<TestStore> OpenAsync(string kind, Durability durability)
    {
        PostgresServer.Flushes = true;
        return await TestStore.CreateAsync(Enum.Parse<StoreKind>(kind, ignoreCase: true), durability);
    }

    private static async Task<(int Turns, string Reserve)> RunAsync(
        EdgeRuntime.Gateway.Ledger.Ledger ledger, int? startsPerSecond, TimeSpan lasts)
    {
        var waits = new System.Collections.Concurrent.ConcurrentBag<double>();
        var began = Stopwatch.GetTimestamp();
        if (startsPerSecond is { } rate)
        {
            var turns = new List<Task>();
            for (var i = 0; Stopwatch.GetElapsedTime(began) < lasts; i++)
            {
                var due = TimeSpan.FromSeconds(i / (double)rate) - Stopwatch.GetElapsedTime(began);
                if (due > TimeSpan.Zero) await Task.Delay(due);
                turns.Add(TurnAsync(ledger, waits, TimeSpan.FromMilliseconds(500)));
            }

            await Task.WhenAll(turns);
        }
        else
        {
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
            {
                while (Stopwatch.GetElapsedTime(began) < lasts) await TurnAsync(ledger, waits, TimeSpan.Zero);
            }));
        }

        var sorted = waits.Order().ToList();
        return (sorted.Count,
            $"reserve p50 {sorted[sorted.Count / 2]:0.00} ms, p99 {sorted[sorted.Count * 99 / 100]:0.00} ms of {sorted.Count}");
    }

    private static async Task TurnAsync(ILedger ledger, System.Collections.Concurrent.ConcurrentBag<double> waits, TimeSpan streams)
    {
        var caller = LedgerBench.CallerOf(LedgerHammer.Tenant);
        var asked = Stopwatch.GetTimestamp();
        var request = new ReservationRequest(
            Guid.NewGuid().ToString("N"), "session", LedgerBench.Price, 10_000, 1, TimeSpan.FromMinutes(1));
        var reserved = await ledger.ReserveAsync(caller, request, default);
        waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        if (streams > TimeSpan.Zero) await Task.Delay(streams);
        await ledger.SettleAsync(caller, reserved.Value!.Id, new Amounts(10, 3), "complete");
    }
}
