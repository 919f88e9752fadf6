using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Says once, when a gateway has started, which tenants and keys name models that its configuration has no longer: their
/// questions are refused until the operator names others. A few lines, however many there are.</summary>
internal sealed class MissingModels(
    TenantRegistry tenants, KeyRegistry keys, IPriceList prices, IHostApplicationLifetime lifetime, ILogger<MissingModels> log)
    : BackgroundService
{
    private const int Most = 10; // models in lines of their own, and names in a line

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // No caller waits for it. Once begun it is said to its end, also where the gateway is told to end by then.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            var models = prices.Models.ToHashSet(StringComparer.Ordinal);
            if ((await tenants.ListAsync(CancellationToken.None)).Value is { } rows) SayOfTenants(rows, models);
            if ((await keys.ListAsync(null, CancellationToken.None)).Value is { } all) SayOfKeys(all, models);
        }
        catch (Exception broken)
        {
            Log.ModelsNotCompared(log, broken); // a row that cannot be read stops nobody else
        }
    }

    private void SayOfTenants(IEnumerable<TenantRow> rows, HashSet<string> models)
    {
        var missing = rows.Where(row => row.Settings.DefaultModel is { } model && !models.Contains(model))
            .GroupBy(row => row.Settings.DefaultModel!, row => row.Id);
        foreach (var model in missing.Take(Most)) Log.DefaultModelMissing(log, OneLine.From(model.Key), Listed(model));
    }

    private void SayOfKeys(IEnumerable<KeyRow> rows, HashSet<string> models)
    {
        var useless = rows.Where(key => key.RevokedAt is null && key.Models.Count > 0 && !key.Models.Any(models.Contains)).ToList();
        if (useless.Count > 0) Log.KeysWithoutAModel(log, Listed(useless.Select(key => key.Id)));
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        var listed = string.Join(", ", all.Take(Most));
        return all.Count > Most ? $"{listed} and {all.Count - Most} more" : listed;
    }
}
