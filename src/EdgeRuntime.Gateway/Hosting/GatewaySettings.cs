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
    public static SettingNode Tree { get; } = SettingsTree.Read(typeof(GatewaySettings), "Gateway");

    /// <value>Folder of the store and the certificate; <c>--data</c>.</value>
    public string DataFolder { get; set; } = "";

    /// <value>Where the gateway listens.</value>
    public HostingOptions Hosting { get; set; } = new();

    /// <value>How long turns may take, what they may use, and what is kept of them.</value>
    public SessionsOptions Sessions { get; set; } = new();

    /// <value>What is kept of conversations.</value>
    public HistoryOptions History { get; set; } = new();

    /// <value>Logs, traces and metrics.</value>
    public MonitoringOptions Monitoring { get; set; } = new();

    /// <value>Where state lies.</value>
    public StoreOptions Store { get; set; } = new();

    /// <value>How long an answer about a key is trusted.</value>
    public TenantsOptions Tenants { get; set; } = new();

    /// <value>Currency, prices, and how long money stays set aside.</value>
    public LedgerOptions Ledger { get; set; } = new();

    /// <value>Model servers, which of them answers for which model, and how they are asked.</value>
    public UpstreamsOptions Upstreams { get; set; } = new();

    /// <value>Limits of the whole gateway.</value>
    public AdmissionOptions Admission { get; set; } = new();

    /// <value>What texts, pictures and sound may be, and what is done about instructions in them.</value>
    public GuardrailsOptions Guardrails { get; set; } = new();

    /// <summary>What no section can tell by itself: every model has a price, one for sound too
    /// where it hears or speaks, and every price a model. A sentence for each without. Reads the texts: binding the sections for it, and
    /// again for their owners, would be a part of every start.</summary>
    /// <param name="configuration">Without wrong keys and values.</param>
    public static IEnumerable<string> Contradictions(IConfiguration configuration)
    {
        var served = configuration.GetSection(UpstreamsOptions.Section).GetSection(nameof(UpstreamsOptions.Models)).GetChildren().ToList();
        var priced = configuration.GetSection(LedgerOptions.Section).GetSection(nameof(LedgerOptions.Prices)).GetChildren().ToList();
        var models = Names(served.Select(NameOf));
        var prices = Names(priced.Select(PricedBy));
        foreach (var price in priced.Where(price => PricedBy(price).Length > 0 && !models.Contains(PricedBy(price))))
        {
            yield return $"{price.Path}:{nameof(ModelPriceOptions.Model)} is '{PricedBy(price)}': "
                + $"name one of {UpstreamsOptions.Section}:Models, which are {Listed(models)}, or give it servers there.";
        }

        foreach (var model in served.Where(model => NameOf(model).Length > 0 && !prices.Contains(NameOf(model))))
        {
            yield return $"{model.Path}:{nameof(UpstreamModelOptions.Name)} is '{NameOf(model)}': there is no price for it; "
                + $"give it one in {LedgerOptions.Section}:Prices, which has {Listed(prices)}.";
        }

        foreach (var price in priced.Where(price => price[nameof(ModelPriceOptions.AudioPerSecond)] is null))
        {
            if (!served.Any(model => NameOf(model) == PricedBy(price) && HearsOrSpeaks(model))) continue;
            yield return $"{price.Path}:{nameof(ModelPriceOptions.AudioPerSecond)} is not set, and '{PricedBy(price)}' hears or speaks "
                + $"({UpstreamsOptions.Section}:Models): give a price, 0 for nothing.";
        }
    }

    private static string Listed(List<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static string NameOf(IConfigurationSection model) => model[nameof(UpstreamModelOptions.Name)] ?? "";

    private static string PricedBy(IConfigurationSection price) => price[nameof(ModelPriceOptions.Model)] ?? "";

    private static bool HearsOrSpeaks(IConfigurationSection model) =>
        model.GetSection(nameof(UpstreamModelOptions.Transcribe)).GetChildren().Any()
        || model.GetSection(nameof(UpstreamModelOptions.Speak)).GetChildren().Any();

    // Without an entry there is the scripted model, at its own price.
    private static List<string> Names(IEnumerable<string> configured) =>
        configured.ToList() is { Count: > 0 } names ? [.. names.Where(name => name.Length > 0)] : [UpstreamsOptions.ScriptedName];
}
