using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Weighing;
using TestKit;

namespace Assistant.Tests.Understanding;

public sealed class ConfidenceTests
{
    private static readonly RecognitionEvidence Good = new(-0.2, -0.5, -0.5, 1, 40, 42, 80, 4)
    {
        Over = 8,
        WorstOver = 3,
        OverSounds = 1,
        WorstPhone = -1,
        Phones = 12,
        BadPhones = 0,
        LogSentences = 4,
        FreePhones = 12,
        FreeSpan = 50,
        First = new FirstReading(-0.3, -0.6, -0.5, -1, 1, 7, 1, -0.4),
    };

    private static readonly Confidence Believed = Of(new ConfidenceNetwork
    {
        Measures = new Dictionary<string, double[]>
        {
            ["pathScore"] = [2.6, 1],
            ["worstWord"] = [1, 0.5],
            ["worstGap"] = [0.1, 0],
            ["margin"] = [1, 0.3],
            ["over"] = [0.3, 0.1],
            ["worstPhone"] = [0.1, 0.1],
            ["badPhones"] = [-2, -1],
            ["cover"] = [2, 0],
            ["logSentences"] = [-0.2, 0],
            ["firstOver"] = [0.2, 0.1],
        },
        Hidden = [0.5],
        Output = [1.5],
    });

    [Fact]
    public void Of_EachMeasureWorse_IsLower()
    {
        var good = Believed.Estimate(Good);

        Assert.InRange(good, 0.9, 1);
        Assert.True(Believed.Estimate(Good with { PathScore = -1.5 }) < good);
        Assert.True(Believed.Estimate(Good with { WorstWord = -3 }) < good);
        Assert.True(Believed.Estimate(Good with { WorstGap = -15 }) < good);
        Assert.True(Believed.Estimate(Good with { Margin = 0 }) < good);
        Assert.True(Believed.Estimate(Good with { Over = -8 }) < good);
        Assert.True(Believed.Estimate(Good with { WorstPhone = -7 }) < good);
        Assert.True(Believed.Estimate(Good with { BadPhones = 3 }) < good);
        Assert.True(Believed.Estimate(Good with { LogSentences = 9 }) < good);
        Assert.True(Believed.Estimate(Good with { FreeFrames = 80 }) < good);
        Assert.True(Believed.Estimate(Good with { First = Good.First with { Over = 0 } }) < good);
    }

    [Fact]
    public void Of_NoRunnerUp_CountsAsTheCappedMargin() =>
        Assert.Equal(Believed.Estimate(Good with { Margin = 100 }), Believed.Estimate(Good with { Margin = double.PositiveInfinity }));

    [Fact]
    public void Of_BeyondACap_SaysNothingMore()
    {
        Assert.Equal(Believed.Estimate(Good with { Over = 500 }), Believed.Estimate(Good with { Over = 900 }));
        Assert.Equal(Believed.Estimate(Good with { WorstGap = -30 }), Believed.Estimate(Good with { WorstGap = -900 }));
        Assert.Equal(Believed.Estimate(Good with { WorstPhone = -10 }), Believed.Estimate(Good with { WorstPhone = -900 }));
        Assert.Equal(Believed.Estimate(Good with { LogSentences = 12 }), Believed.Estimate(Good with { LogSentences = 900 }));
    }

    [Fact]
    public void Of_NothingSpoken_IsZero() => Assert.Equal(0, Believed.Estimate(Good with { SpokenFrames = 0 }));

    [Fact]
    public void Of_HiddenUnit_IsTheHyperbolicTangentOfItsSum()
    {
        var network = new ConfidenceNetwork { Bias = 0.5, Measures = new() { ["pathScore"] = [0, 2] }, Hidden = [1], Output = [3] };

        Assert.Equal(1 / (1 + Math.Exp(-0.5 - (3 * Math.Tanh(1 - 0.4)))), Of(network).Estimate(Good), 12);
    }

    [Fact]
    public void Of_AnyEvidence_AllocatesNothing() => Assert.Equal(0, Allocations.Of(() => Believed.Estimate(Good)));

    [Fact]
    public void Create_UnknownMeasure_IsMisuse() =>
        Assert.Throws<ArgumentException>(() => Of(new ConfidenceNetwork { Measures = new() { ["pathScroe"] = [1] } }));

    /// <summary>What the Python that fits the network makes of rows the program wrote.</summary>
    [Fact]
    public void Of_GoldenRows_IsWhatTheFitSays()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "fixtures", "golden", "confidence.json")));
        var network = golden.RootElement.GetProperty("network").Deserialize<ConfidenceNetwork>(JsonSerializerOptions.Web)!;
        var confidence = new Confidence(network);
        var rows = golden.RootElement.GetProperty("rows").EnumerateArray().ToList();

        Assert.True(rows.Count >= 10);
        Assert.All(rows, row => Assert.Equal(Number(row, "confidence"), confidence.Estimate(EvidenceOf(row)), tolerance: 1e-5));
    }

    private static Confidence Of(ConfidenceNetwork network) => new(network);

    private static RecognitionEvidence EvidenceOf(JsonElement row)
    {
        double Of(string key) => Number(row, key);
        int Count(string key) => (int)Of(key);
        return new RecognitionEvidence(
            Of("path_score"), Of("worst_word"), Of("worst_gap"), Of("margin"), Count("spoken_frames"), Count("free_frames"),
            Count("frames"), Count("words"))
        {
            Over = Of("over"),
            WorstOver = Of("worst_over"),
            OverSounds = Of("over_sounds"),
            WorstPhone = Of("worst_phone"),
            BadPhones = Count("bad_phones"),
            Phones = Count("phones"),
            Gaps = Of("gaps"),
            LogSentences = Of("log_sentences"),
            FreePhones = Count("free_phones"),
            FreeSpan = Count("free_span"),
            FreeScore = Of("free_score"),
            PassesAgree = Of("passes_agree") > 0,
            First = new FirstReading(
                Of("first_path_score"), Of("first_worst_word"), Of("first_worst_gap"), Of("first_worst_phone"), Of("first_margin"),
                Of("first_over"),
                Of("first_over_sounds"), Of("first_free_score")),
            Expert = new ExpertOpinion(
                Of("expert_asked") > 0, Of("expert_agrees") > 0, Of("expert_reads_the_same") > 0, Of("expert_margin"),
                Of("expert_own_margin"), Of("expert_fit"), Of("net_loss")),
        };
    }

    private static double Number(JsonElement row, string key) => row.GetProperty(key) is { ValueKind: JsonValueKind.Number } number
        ? number.GetDouble()
        : double.Parse(row.GetProperty(key).GetString()!, CultureInfo.InvariantCulture);
}
