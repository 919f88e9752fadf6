using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Settings;
using EdgeRuntime.Gateway.Store;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Everything that can be set, a property for each section of <c>Gateway</c>. What a configuration may hold is read off these
/// types (<see cref="SettingsTree"/>), so an option is known as soon as it is a property.</summary>
internal sealed class GatewaySettings
{
    /// <summary>All of them: the section <c>Gateway</c>.</summary>
    public static SettingNode Tree { get; } = SettingsTree.Of(typeof(GatewaySettings), "Gateway");

    /// <value>Folder of the store and the certificate; <c>--data</c>.</value>
    public string DataFolder { get; set; } = "";

    /// <value>Where the gateway listens.</value>
    public HostingOptions Hosting { get; set; } = new();

    /// <value>Turns.</value>
    public SessionsOptions Sessions { get; set; } = new();

    /// <value>What is kept of conversations.</value>
    public HistoryOptions History { get; set; } = new();

    /// <value>Logs, traces and metrics.</value>
    public MonitoringOptions Monitoring { get; set; } = new();

    /// <value>Where state lies.</value>
    public StoreOptions Store { get; set; } = new();

    /// <value>Authentication.</value>
    public TenantsOptions Tenants { get; set; } = new();

    /// <value>Money.</value>
    public LedgerOptions Ledger { get; set; } = new();

    /// <value>Servers and models.</value>
    public UpstreamsOptions Upstreams { get; set; } = new();

    /// <value>Limits of the whole gateway.</value>
    public AdmissionOptions Admission { get; set; } = new();

    /// <value>Filters.</value>
    public GuardrailsOptions Guardrails { get; set; } = new();

    /// <summary>What no section can tell by itself: every model has a price, one for sound too
    /// where it hears or speaks, and every price a model. A sentence for each without.</summary>
    public static IEnumerable<string> Contradictions(
        IReadOnlyList<UpstreamModelOptions> served, IReadOnlyList<ModelPriceOptions> priced)
    {
        var models = Names(served.Select(model => model.Name));
        var prices = Names(priced.Select(price => price.Model));
        foreach (var (at, price) in priced.Index())
        {
            if (price.Model.Length == 0 || models.Contains(price.Model)) continue;
            yield return $"{LedgerOptions.Section}:Prices:{at}:Model is '{price.Model}': name one of {UpstreamsOptions.Section}:Models, "
                + $"which are {string.Join(", ", models)}, or give it servers there.";
        }

        foreach (var (at, model) in served.Index())
        {
            if (model.Name.Length == 0 || prices.Contains(model.Name)) continue;
            yield return $"{UpstreamsOptions.Section}:Models:{at}:Name is '{model.Name}': there is no price for it; "
                + $"give it one in {LedgerOptions.Section}:Prices, which has {string.Join(", ", prices)}.";
        }

        foreach (var (at, price) in priced.Index())
        {
            var isNeeded = served.Any(model => model.Name == price.Model && HearsOrSpeaks(model));
            if (price.AudioPerSecond is not null || !isNeeded) continue;
            yield return $"{LedgerOptions.Section}:Prices:{at}:AudioPerSecond is not set, and '{price.Model}' hears or speaks "
                + $"({UpstreamsOptions.Section}:Models): give a price, 0 for nothing.";
        }
    }

    private static bool HearsOrSpeaks(UpstreamModelOptions model) => model.Transcribe.Count + model.Speak.Count > 0;

    // Without an entry there is the scripted model, at its own price.
    private static List<string> Names(IEnumerable<string> configured) =>
        configured.ToList() is { Count: > 0 } names ? names : [UpstreamsOptions.ScriptedName];
}
