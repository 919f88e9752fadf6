using EdgeRuntime.Device;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Evaluation.Sentences;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Providers;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Device.Tests.Hearing;

/// <summary>The committed model, asked as <c>ask --text</c> asks it.</summary>
public sealed class FreeSentencesTests : IDisposable
{
    private static readonly string Models = Repository.PathOf("models");
    private static readonly CommandContext Context = CommandContext.Load(CommandContext.FileIn(Models), state: null).Value!;

    private readonly FakeTimeProvider _time = new();
    private readonly FreeSentences _sentences;

    public FreeSentencesTests() => _sentences = new FreeSentences(DeviceProfile.Glasses, Models, _time);

    public void Dispose() => _sentences.Dispose();

    [Fact]
    public void Read_WhatMustNeverBeCarriedOut_IsNot()
    {
        var rows = SentenceManifest.Load(Fixtures.Path("sentences/never.tsv")).Value!;

        var outcomes = Evaluate(rows);

        Assert.True(outcomes.Length >= 200);
        var acts = outcomes.Where(outcome => outcome.End == SentenceEnd.Act);
        Assert.Equal([], acts.Select(outcome => $"{outcome.Label.Text}: {outcome.Got}"));
    }

    [Theory]
    [InlineData("could you please set up a timer for like ten minutes", "SetTimer(duration=600)")]
    [InlineData("i need to get up at 7:30 am tomorrow", "SetAlarm(day=tomorrow, time=07:30)")]
    [InlineData("help, i seem to have misplaced my phone somewhere", "FindPhone()")]
    public void Read_SentenceOfNoGrammar_IsUnderstood(string text, string expected) =>
        Assert.Equal(expected, Evaluate([new LabelledSentence(text, "", null, [], "")])[0].Got);

    [Fact]
    public void Read_ContextOfOthers_LeavesTheModelClosed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["c.yaml"], "language: en\nintents:\n  Go:\n    data:\n      - sentences: [\"go\"]\n");

        var read = _sentences.Read("find my phone", CommandContext.Load(folder["c.yaml"], state: null).Value!);

        Assert.Null(read.Failure);
        Assert.Null(read.Value);
        Assert.False(_sentences.IsOpen);
    }

    [Fact]
    public void Read_NothingForAMinute_ClosesTheModelUntilItIsNeeded()
    {
        Assert.False(_sentences.IsOpen);
        _sentences.Read("whatever", Context);
        Assert.True(_sentences.IsOpen);

        _time.Advance(FreeSentences.Idle);

        Assert.False(_sentences.IsOpen);
        Assert.Null(_sentences.Read("whatever", Context).Failure);
        Assert.True(_sentences.IsOpen);
    }

    [Fact]
    public void Read_FolderWithoutTheModel_SaysSo()
    {
        using var folder = new TemporaryFolder();
        using var nothing = new FreeSentences(DeviceProfile.Glasses, folder.Path, _time);

        Assert.Equal("models-missing", nothing.Read("call anna", Context).Failure!.Code);
    }

    [Fact]
    public void Read_AsManyCharactersAsAreTyped_IsNoAct()
    {
        foreach (var piece in new[] { "call anna ", "a", "😀", "\n\t ", "don't ", "1 ", "[CLS]" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 7_900 / piece.Length)) + "x";

            Assert.NotEqual(SentenceEnd.Act, Evaluate([new LabelledSentence(text, "", null, [], "")])[0].End);
        }
    }

    private SentenceOutcome[] Evaluate(IReadOnlyList<LabelledSentence> rows)
    {
        using var state = new TemporaryFolder();
        using var glasses = GlassesProgram.Open(state.Path, TimeProvider.System).Value!;
        return new SentencesEvaluation(Context, _sentences, glasses.Tools, TimeProvider.System)
            .Run(rows, () => { }, CancellationToken.None).Value!;
    }
}
