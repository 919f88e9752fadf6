using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Text;
using EdgeRuntime.Assistant.Tests.Contexts;

namespace Assistant.Tests.Contexts.Text;

/// <summary>Names that a phone gave, as they are written there, and what a wearer says for them.</summary>
public sealed class NameSayingsTests
{
    [Theory]
    [InlineData("call tom", "Tom", "tom!", "Tom", "TOM!")]
    [InlineData("call tom", "TOM", "tom!", "TOM", "Tom")]
    [InlineData("call tom", "tom!", "tom!", "Tom?")]
    [InlineData("call bob", "<b>Bob</b>", "<b>Bob</b>", "Eve")]
    [InlineData("call doctor muller", "Dr. Müller (work)", "Dr. Müller (work)")]
    [InlineData("call dr muller", "Dr. Müller (work)", "Dr. Müller (work)")]
    [InlineData("call Dr. Müller (work)", "Dr. Müller (work)", "Dr. Müller (work)")]
    [InlineData("call doctor muller", "Doctor Muller", "Dr. Müller (work)", "Doctor Muller")]
    [InlineData("call bob work", "Bob [work]", "Bob (home)", "Bob [work]")]
    [InlineData("call wang xiaoming", "王小明", "王小明")]
    [InlineData("call wang xiao ming", "王小明", "王小明")]
    [InlineData("call wangxiaoming", "王小明", "王小明")]
    [InlineData("call 王小明", "王小明", "王小明")]
    [InlineData("call ouyang xiaoming", "欧阳小明", "欧阳小明")]
    [InlineData("call gim cheolsu", "김철수", "김철수")]
    [InlineData("call mum", "Mum ❤️", "Mum ❤️")]
    public void Of_NameAsItIsSaid_IsThatName(string text, string name, params string[] names) =>
        Assert.Equal($"Call contact={name}", Graph(names).Say(text));

    [Fact]
    public void Of_ShortFormOfTwoNames_IsNeither() => Assert.Equal("-", Graph("Bob (home)", "Bob [work]").Say("call bob"));

    [Fact]
    public void Of_NameOfMarkupAlone_IsLeftOut() => Assert.False(SayableName.Is("<br><hr>"));

    private static WordGraph Graph(params string[] names) =>
        ContextTestKit.CompileGlasses(DynamicLists.None.With("contact", NameSayings.Create(names)));
}
