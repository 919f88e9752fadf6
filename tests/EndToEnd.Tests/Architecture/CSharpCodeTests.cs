namespace EndToEnd.Tests.Architecture;

public sealed class CSharpCodeTests
{
    [Theory]
    [InlineData("a(); // Banned.It", false)]
    [InlineData("a(); /* Banned.It \n Banned.It */ b();", false)]
    [InlineData("var s = \"Banned.It \\\" Banned.It\"; b();", false)]
    [InlineData("var s = @\"Banned.It \"\" Banned.It\"; b();", false)]
    [InlineData("var s = \"\"\"Banned.It \" Banned.It\"\"\"; b();", false)]
    [InlineData("var s = $\"Banned.It {x} Banned.It {{Banned.It}}\"; b();", false)]
    [InlineData("var c = '\"'; Banned.It();", true)]
    [InlineData("var s = \"\"; Banned.It();", true)]
    [InlineData("var s = $\"{Banned.It}\";", true)]
    [InlineData("var s = $\"{(a ? \"x\" : Banned.It)}\";", true)]
    [InlineData("var s = $$\"\"\"{Banned.No} {{Banned.It}}\"\"\";", true)]
    [InlineData("/* x */ Banned.It();", true)]
    public void Of_Source_KeepsCodeOnly(string source, bool found) => Assert.Equal(found, CSharpCode.Of(source).Contains("Banned.It"));

    [Fact]
    public void Of_Source_KeepsLines() => Assert.Equal(3, CSharpCode.Of("/* a\nb */ x\n\"s\"").Split('\n').Length);
}
