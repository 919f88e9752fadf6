namespace EndToEnd.Tests.Pages;

/// <summary>A fact in a real browser, skipped by name where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.Missing;
}
