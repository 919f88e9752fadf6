namespace EndToEnd.Tests.Pages;

/// <summary>A fact in a real browser that hears a synthesiser, skipped by name where either is missing.</summary>
public sealed class SpokenFactAttribute : FactAttribute
{
    public SpokenFactAttribute() => Skip = Browser.Missing ?? OnPath.Missing("flite", "flite");
}
