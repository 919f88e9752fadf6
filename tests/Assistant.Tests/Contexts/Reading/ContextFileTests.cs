using System.Text;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Tests.Contexts;
using EdgeRuntime.Assistant.Traces;

namespace Assistant.Tests.Contexts.Reading;

public sealed class ContextFileTests
{
    [Theory]
    [InlineData("", "context-empty", 0)]
    [InlineData("just text", "context-no-intents", 1)]
    [InlineData("language: en\n", "context-no-intents", 0)]
    [InlineData("intents:\n  A: {data: [{sentences: [a]}\n", "context-yaml-invalid", 3)]
    [InlineData("intents:\n  A: @x\n", "context-yaml-invalid", 2)]
    [InlineData("intents:\n  A: *nowhere\n", "context-yaml-invalid", 2)]
    [InlineData("intents: &a\n  A: *a\n", "context-yaml-invalid", 2)]
    [InlineData("intents:\n  A:\n    data:\n      - slots: {a: 1}\n", "context-block-without-sentences", 4)]
    [InlineData("intents:\n  A: {}\n", "context-intent-without-data", 2)]
    [InlineData("intents:\n  A: {data: [{sentences: [{a: b}]}]}\n", "context-section-invalid", 2)]
    [InlineData("intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: 5\n", "context-list-invalid", 4)]
    [InlineData("intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: {type: colour}\n", "context-list-invalid", 4)]
    [InlineData("intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: {range: {from: 1}}\n", "context-range-invalid", 4)]
    [InlineData("intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: {range: {from: 5, to: 1}}\n", "context-range-invalid", 4)]
    [InlineData("intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: {range: {from: 0, to: 9, step: 0}}\n", "context-range-invalid", 4)]
    [InlineData(
        "intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: {range: {from: 0, to: 99999999999}}\n", "context-range-invalid", 4)]
    [InlineData(
        "intents:\n  A: {data: [{sentences: [a]}]}\nlists:\n  x: {range: {from: 0, to: 900000000, step: 2}}\n", "context-range-too-wide",
        4)]
    [InlineData("intents:\n  A: {data: [{sentences: ['{x}']}]}\nlists:\n  x: {values: []}\n", "context-nothing-to-say", 0)]
    [InlineData("intents:\n  A: {data: [{sentences: ['?!']}]}\n", "context-nothing-to-say", 0)]
    [InlineData(
        "intents:\n  A: {data: [{sentences: ['<a>']}]}\nexpansion_rules:\n  a: x <b>\n  b: y <c>\n  c: <b>\n", "context-rule-cycle", 6)]
    [InlineData("intents:\n  A: {data: [{sentences: [go]}]}\nexpansion_rules:\n  a: <a>\n", "context-rule-cycle", 4)]
    [InlineData(
        "intents:\n  A: {data: [{sentences: ['{x}']}]}\nlists:\n  x: {values: ['a <r>']}\nexpansion_rules:\n  r: '{x}'\n",
        "context-rule-cycle", 6)]
    public void Compile_BrokenFile_FailsWithItsPlace(string yaml, string code, int line)
    {
        var failure = ContextTestKit.Refuse(yaml);

        Assert.Equal((code, line), (failure.Code, failure.Line));
        Assert.Equal(Stages.Context, failure.Stage);
        Assert.NotEmpty(failure.Next);
    }

    [Fact]
    public void Load_MissingFile_SaysSo() => Assert.Equal("context-missing", ContextFile.Load("/nowhere/at/all.yaml").Failure?.Code);

    [Fact]
    public void Load_EmptyFolder_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("contexts").FullName;

        Assert.Equal("context-folder-empty", ContextFile.Load(folder).Failure?.Code);
        Directory.Delete(folder);
    }

    [Fact]
    public void Parse_DuplicateKey_LastCountsAndIsNamed()
    {
        var definition = ContextTestKit.Read("language: en\nintents:\n  A: {data: [{sentences: [a]}]}\n  A: {data: [{sentences: [b]}]}\n");

        Assert.Equal("duplicate-key", Assert.Single(definition.Warnings).Code);
        Assert.Equal("b", definition.Intents.Single().Blocks.Single().Sentences.Single().Text);
    }

    [Fact]
    public void Parse_NoLanguage_Warns() =>
        Assert.Equal("language-not-given", Assert.Single(ContextTestKit.Read("intents:\n  A: {data: [{sentences: [a]}]}\n").Warnings).Code);

    [Fact]
    public void Parse_AnchorsThatNameEachOther_AreRefused()
    {
        var merged = "intents:\n  A: {data: [{sentences: [a]}]}\na: &a {"
            + string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"k{i}: 1")) + "}\nb:\n"
            + string.Concat(Enumerable.Repeat("  <<: *a\n", 1_000));
        var repeated = "intents:\n  A: &a {data: [{sentences: [" + string.Join(", ", Enumerable.Repeat("a", 10_000)) + "]}]}\n"
            + string.Concat(Enumerable.Range(0, 1_000).Select(i => $"  B{i}: *a\n"));

        Assert.Equal("context-yaml-too-large", ContextTestKit.Refuse(merged).Code);
        Assert.Equal("context-yaml-too-large", ContextTestKit.Refuse(repeated).Code);
    }

    [Fact]
    public void Parse_EndlessText_StopsAtTheLimit()
    {
        var text = new StringBuilder("language: en\nintents:\n  A:\n    data:\n      - sentences:\n");
        while (text.Length < ContextFile.MaxCharacters + 100)
        {
            text.Append("          - \"").Append('x', 100_000).Append("\"\n");
        }

        Assert.Equal("context-file-too-long", ContextFile.Parse(new StringReader(text.ToString()), "long.yaml").Failure?.Code);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused() =>
        Assert.Equal(
            "context-yaml-too-deep", ContextFile.Parse(new StringReader("a: " + new string('[', 500_000)), "deep.yaml").Failure?.Code);

    [Fact]
    public void Parse_MutatedFiles_NeverThrow()
    {
        const string Signs = "{}[]()<>|;:,&*!-'\"\\%@#\n\t ~?0a\u0000\u00e9\ud83d";
        var random = new Random(20);

        for (var i = 0; i < 1_500; i++)
        {
            var text = new StringBuilder(MutationSeed);
            for (var edits = random.Next(1, 8); edits > 0; edits--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                    1 => text.Insert(at, Signs[random.Next(Signs.Length)]),
                    _ => text.Insert(at, text.ToString(random.Next(text.Length / 2), random.Next(1, 40))),
                };
            }

            var read = ContextFile.Parse(new StringReader(text.ToString()), "mutated.yaml");
            var failure = read.Failure ?? ContextCompiler.Compile(read.Value!, DynamicLists.None).Failure;
            Assert.True(failure is null || failure.Code.Length > 0);
        }
    }

    private const string MutationSeed = """
        language: en
        intents:
          Set:
            data:
              - sentences:
                  - "<ask> set [the] (volume;now) to {level:l}[%]"
                  - 'it''s {name}''s \{turn\}'
                slots: {a: 1, b: "x"}
                requires_context: {domain: [light, "x"], area: {slot: true}}
                lists: {name: {values: [anna, {in: "b[en]", out: 2, context: {domain: light, area: k}}]}}
          Time: &t
            data:
              - sentences: [at {t}, "wait {d} {free}"]
                excludes_context: {domain: cover}
          Other: *t
        lists:
          level: {range: {from: -10, to: 100, step: 5, type: percentage, multiplier: 0.5, fraction_type: halves}}
          t: {type: time}
          d: {range: {from: 1, to: 30}}
          free: {wildcard: true}
        expansion_rules:
          ask: "[please|could you]"
        skip_words: [um]
        """;
}
