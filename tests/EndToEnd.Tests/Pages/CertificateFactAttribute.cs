using EdgeRuntime.Device.Web.Serving;

namespace EndToEnd.Tests.Pages;

/// <summary>A fact in a real browser that trusts the glasses' authority, skipped by name where none can be told to.</summary>
public sealed class CertificateFactAttribute : FactAttribute
{
    public CertificateFactAttribute() => Skip = Browser.Missing ?? Missing;

    /// <summary>Why a browser cannot be told to trust; null when it can.</summary>
    internal static string? Missing { get; } = MachineNames.Addresses().Any(AuthorityExtensions.IsPrivate)
        ? OnPath.Missing("certutil", "libnss3-tools")
        : "this machine has no address in a private network";
}
