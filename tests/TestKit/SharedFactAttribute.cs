using Xunit;

namespace TestKit;

/// <summary>A fact that needs an entry of the shared folder and is skipped, by name, where that is missing.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Names the entry, relative to the shared folder.</summary>
    public SharedFactAttribute(string name)
    {
        Skip = Shared.Find(name) is null ? $"../shared/{name} is not on this machine." : null;
    }
}
