using System.Diagnostics;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>The child process of the kill tests: opens a store as a gateway does, reserves and settles as fast as it can,
/// and says what it was answered, one line each that ends with a full stop: a line that was cut does not.</summary>
internal static class LedgerHammer
{
    public const string Tenant = "acme";
    private const int Workers = 8;

    /// <summary>Runs until it is killed.</summary>
    public static async Task<int> RunAsync(string address)
    {
        var opening = Stopwatch.GetTimestamp();
        await using var store = StoreServices.Open(OptionsOf(address));
        await using var ledger = OpenLedger(store);
        await ledger.SweepAsync(default);
        var output = TextWriter.Synchronized(Console.Out);
        output.WriteLine($"ready {Stopwatch.GetElapsedTime(opening).TotalMilliseconds:0} .");
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(ledger, output)));
        return 0;
    }

    /// <summary>A folder, or a connection string.</summary>
    public static StoreOptions OptionsOf(string address) => address.StartsWith("Host=", StringComparison.Ordinal)
        ? new StoreOptions { Url = address, Durability = Durability.Settlements }
        : new StoreOptions { DataFolder = address, Durability = Durability.Settlements };

    public static EdgeRuntime.Gateway.Ledger.Ledger OpenLedger(IStore store) => new(
        LedgerServices.OpenStore(store, TimeProvider.System, NullLogger.Instance),
        new LedgerReader(store, NullLogger<LedgerReader>.Instance),
        new LedgerOptions(),
        TimeProvider.System,
        NullLogger.Instance);

    private static async Task WorkAsync(ILedger ledger, TextWriter output)
    {
        var caller = LedgerBench.CallerOf(Tenant);
        while (true)
        {
            var request = new ReservationRequest(
                Guid.NewGuid().ToString("N"), "session", LedgerBench.Price, 10_000, 1, TimeSpan.FromMinutes(1));
            var reserved = await ledger.ReserveAsync(caller, request, default);
            if (reserved.Value is not { } reservation) continue;
            var settled = await ledger.SettleAsync(caller, reservation.Id, new Amounts(Random.Shared.Next(1, 20), 3), "complete");
            if (settled.Value is { } bill) output.WriteLine($"settled {bill.Id} {bill.CostNanos} .");
        }
    }
}
