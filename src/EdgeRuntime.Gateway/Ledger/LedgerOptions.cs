using System.Text;
using EdgeRuntime.Gateway.Ledger.Prices;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Money, from section <c>Gateway:Ledger</c>.</summary>
public sealed class LedgerOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway:Ledger";

    /// <value>ISO 4217 code of the one currency of this gateway.</value>
    public string Currency { get; set; } = "USD";

    /// <value>The price list; the first entry is the default model. Empty: the model <c>scripted</c> at a small price,
    /// for development.</value>
    public List<ModelPriceOptions> Prices { get; } = [];

    /// <value>Operations that one transaction may hold, 1..4096. More make a busy ledger cheaper and its slowest answer later.</value>
    public int MostPerTransaction { get; set; } = 256;

    /// <value>Operations that may wait, 1..1,000,000; when they are that many, callers wait for room.</value>
    public int QueueLength { get; set; } = 8192;

    /// <value>How often reservations that were left behind are looked for, 1 s..1 h.</value>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>How long after its end an unsettled reservation of a living gateway is kept,
    /// so that a turn that ended in time can still settle. 0..1 h.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How long a reservation that has run out can still be settled, 1 min..30 days:
    /// what was used is charged even when it is late, as far as the month's budget still holds it.</value>
    public TimeSpan LateSettlement { get; set; } = TimeSpan.FromDays(1);

    /// <value>How long a reservation waits for a store that does not answer before it is refused, 0..1 min.</value>
    public TimeSpan ReservePatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>How long a settlement waits for a store that does not answer before its caller is told;
    /// it is stored later all the same. 0..10 min.</value>
    public TimeSpan SettlePatience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Checks every bound; the sentence names key, value and fix.</summary>
    public sealed class Validator : IValidateOptions<LedgerOptions>
    {
        private const int LongestName = 64;

        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, LedgerOptions options) =>
            Problem(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

        private static string? Problem(LedgerOptions options)
        {
            if (options.Currency.Length != 3 || !options.Currency.All(char.IsAsciiLetterUpper))
            {
                return Wrong(nameof(Currency), options.Currency, "use an ISO 4217 code such as USD");
            }

            if (options.MostPerTransaction is < 1 or > 4096)
            {
                return Wrong(nameof(MostPerTransaction), options.MostPerTransaction, "use 1 to 4096");
            }

            if (options.QueueLength is < 1 or > 1_000_000) return Wrong(nameof(QueueLength), options.QueueLength, "use 1 to 1000000");
            return ProblemOfTime(options)
                ?? options.Prices.Select((price, at) => Problem(price, at, options.Prices)).FirstOrDefault(problem => problem is not null);
        }

        private static string? ProblemOfTime(LedgerOptions options) =>
            Outside(nameof(SweepEvery), options.SweepEvery, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            ?? Outside(nameof(Grace), options.Grace, TimeSpan.Zero, TimeSpan.FromHours(1))
            ?? Outside(nameof(LateSettlement), options.LateSettlement, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
            ?? Outside(nameof(ReservePatience), options.ReservePatience, TimeSpan.Zero, TimeSpan.FromMinutes(1))
            ?? Outside(nameof(SettlePatience), options.SettlePatience, TimeSpan.Zero, TimeSpan.FromMinutes(10));

        private static string? Problem(ModelPriceOptions price, int at, List<ModelPriceOptions> all)
        {
            var key = $"Prices:{at}:";
            if (price.Model.Length == 0 || Encoding.UTF8.GetByteCount(price.Model) > LongestName)
            {
                return Wrong(key + nameof(price.Model), price.Model, "name a model in 1 to 64 bytes");
            }

            if (all.FindIndex(other => other.Model == price.Model) < at)
            {
                return Wrong(key + nameof(price.Model), price.Model, "give each model one price");
            }

            return ProblemOf(key + nameof(price.InputPerMillionTokens), price.InputPerMillionTokens, PriceList.NanosPerMillionth)
                ?? ProblemOf(key + nameof(price.OutputPerMillionTokens), price.OutputPerMillionTokens, PriceList.NanosPerMillionth)
                ?? ProblemOf(key + nameof(price.AudioPerSecond), price.AudioPerSecond ?? 0, PriceList.NanosPerUnit)
                ?? ProblemOf(key + nameof(price.PerImage), price.PerImage, PriceList.NanosPerUnit);
        }

        private static string? ProblemOf(string key, decimal? given, long nanos)
        {
            if (given is not { } price) return $"{Section}:{key} is not set: give a price, 0 for nothing.";
            if (price < 0) return Wrong(key, price, "a price is zero or more");
            if (price > PriceList.HighestPrice) return Wrong(key, price, $"a price is at most {PriceList.HighestPrice}");
            return price * nanos % 1 == 0 ? null : Wrong(key, price, $"a price must be a whole number of 1/{nanos}");
        }

        private static string? Outside(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
            value < least || value > most ? Wrong(key, value, $"use {least} to {most}") : null;

        private static string Wrong(string key, object value, string fix) => $"{Section}:{key} is '{value}': {fix}.";
    }
}
