namespace EndToEnd.Tests.Pages;

/// <summary>A theory in a real browser, skipped by name where there is none.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Browser.Missing;
}
