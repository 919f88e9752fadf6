using System.Text.Json;
using EdgeRuntime.Assistant.Understanding.Sentences;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Language;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Language;

/// <summary>The runtime against what Python wrote about the same sentences.</summary>
public sealed class SentenceModelTests
{
    private const double Rounding = 0.12; // of a probability: int8 against float

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Fixtures.Path("golden/sentences.json"))).RootElement;

    private static readonly SentenceSettings Settings =
        SentenceSettings.Read(Models.Committed().Read(FileIds.SentenceSettings).Value!).Value!;

    public static TheoryData<int> Rows { get; } = [.. Enumerable.Range(0, Golden.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Plain_OfAnyText_IsThatOfPython(int row)
    {
        var text = Golden[row].GetProperty("text").GetString()!;
        var pictures = text.Count(char.IsHighSurrogate); // one character of Python, two of ours

        Assert.Equal(Golden[row].GetProperty("plain").GetString()!.Length + pictures, PlainText.From(text).Length);
        Assert.Equal(Words(Golden[row].GetProperty("plain").GetString()!), Words(PlainText.From(text)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Cut_OfAnyText_IsThatOfPython(int row)
    {
        var cutter = PieceCutter.Open(Models.Committed().Read(FileIds.SentenceVocabulary).Value!)!;

        var cut = cutter.Cut(Golden[row].GetProperty("plain").GetString()!).ToArray();

        Assert.Equal(Golden[row].GetProperty("ids").EnumerateArray().Select(id => id.GetInt64()), cut.Select(piece => piece.Id));
        Assert.Equal(
            Golden[row].GetProperty("spans").EnumerateArray().Select(span => new TextSpan(span[0].GetInt32(), span[1].GetInt32())),
            cut.Select(piece => piece.At));
    }

    [Fact]
    public void Run_Sentences_GivesWhatPythonGives()
    {
        using var model = SentenceModel.Open(Models.Engine, Models.Committed()).Value!;
        foreach (var row in Golden.EnumerateArray())
        {
            var plain = row.GetProperty("plain").GetString()!;

            var read = SentenceReading.From(model.Run(plain), plain, Settings.Labels);

            var intent = Settings.Intents.ToList().IndexOf(row.GetProperty("intent").GetString()!);
            Assert.InRange(read.Intents[intent] - row.GetProperty("probability").GetDouble(), -Rounding, Rounding);
            Assert.InRange(read.More - row.GetProperty("more").GetDouble(), -Rounding, Rounding);
            Assert.InRange(read.Negated - row.GetProperty("negated").GetDouble(), -Rounding, Rounding);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("жж жж")]
    public void Run_NothingKnown_GivesProbabilities(string plain)
    {
        using var model = SentenceModel.Open(Models.Engine, Models.Committed()).Value!;

        Assert.All(model.Run(plain).Intents, logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void Run_AMillionCharacters_IsCutAtItsLength()
    {
        using var model = SentenceModel.Open(Models.Engine, Models.Committed()).Value!;

        Assert.Equal(SentenceModel.MaxPieces - 2, model.Run(string.Concat(Enumerable.Repeat("call ", 200_000))).Pieces.Count);
    }

    [Fact]
    public void Open_VocabularyWithoutSpecialPieces_IsNone() => Assert.Null(PieceCutter.Open("a\nb\n"u8.ToArray()));

    private static string[] Words(string plain) => plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
