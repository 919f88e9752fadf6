using System.Diagnostics;
using System.Diagnostics.Metrics;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Monitoring;

/// <summary>Metrics of the gateway, with the OpenTelemetry names for generative AI; money and turns have own names. Tags name model,
/// tenant and outcome, never a session, a device or a key. Safe for several threads.</summary>
public sealed class GatewayMeters : IDisposable
{
    /// <summary>Name of the meter, for whoever listens.</summary>
    public const string MeterName = "EdgeRuntime.Gateway";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _timeToFirstToken;
    private readonly Histogram<double> _timePerOutputToken;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _tokens;
    private readonly Counter<long> _cost;
    private readonly UpDownCounter<long> _running;

    /// <summary>Four instruments in the words of OpenTelemetry's GenAI conventions, and two of our own.</summary>
    public GatewayMeters()
    {
        _timeToFirstToken = _meter.CreateHistogram<double>(
            "gen_ai.server.time_to_first_token", "s", "From the whole input to the first words.");
        _timePerOutputToken = _meter.CreateHistogram<double>(
            "gen_ai.server.time_per_output_token", "s", "Between output tokens, after the first one.");
        _duration = _meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "From Start to Done or Error.");
        _tokens = _meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of a turn.");
        _cost = _meter.CreateCounter<long>("edge_gateway.cost", "n{currency}", "Charged, in nano units of the currency.");
        _running = _meter.CreateUpDownCounter<long>("edge_gateway.turns.running", "{turn}", "Turns that are running.");
    }

    /// <summary>True for the meter behind these instruments.</summary>
    internal bool Owns(Meter other) => ReferenceEquals(_meter, other);

    /// <summary>A turn began.</summary>
    public void Began() => _running.Add(1);

    /// <summary>The first words of an answer went out.</summary>
    public void FirstToken(string model, TimeSpan after) => _timeToFirstToken.Record(after.TotalSeconds, Tags(model));

    /// <summary>An answer is complete.</summary>
    public void Answered(string model, long outputTokens, TimeSpan sinceFirst)
    {
        if (outputTokens > 1) _timePerOutputToken.Record(sinceFirst.TotalSeconds / (outputTokens - 1), Tags(model));
    }

    /// <summary>A turn is over and billed.</summary>
    /// <param name="model">That answered.</param>
    /// <param name="tenant">That pays.</param>
    /// <param name="took">From Start to the end.</param>
    /// <param name="used">What it is billed for.</param>
    /// <param name="costNanos">What it costs, in nano units of the currency.</param>
    /// <param name="errorCode">Why it failed; null when it did not.</param>
    public void Ended(string model, string tenant, TimeSpan took, Amounts used, long costNanos, string? errorCode)
    {
        _running.Add(-1);
        var tags = Tags(model);
        if (errorCode is not null) tags.Add("error.type", errorCode);
        _duration.Record(took.TotalSeconds, tags);
        if (used.InputTokens > 0) _tokens.Record(used.InputTokens, Typed(model, "input"));
        if (used.OutputTokens > 0) _tokens.Record(used.OutputTokens, Typed(model, "output"));
        if (costNanos > 0) _cost.Add(costNanos, new TagList { { "gen_ai.request.model", model }, { "edge_gateway.tenant", tenant } });
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static TagList Typed(string model, string type)
    {
        var tags = Tags(model);
        tags.Add("gen_ai.token.type", type);
        return tags;
    }

    private static TagList Tags(string model) => new() { { "gen_ai.operation.name", "chat" }, { "gen_ai.request.model", model } };
}
