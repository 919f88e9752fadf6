namespace EdgeRuntime.Gateway.Tenants;

/// <summary>What names of tenants, keys and devices look like: they stand in files, logs and invoices.</summary>
internal static class TenantIds
{
    private const int Longest = 64;

    /// <summary>1 to 64 of <c>a-z 0-9 -</c>, beginning with a letter or digit.</summary>
    public static bool IsTenant(string id) =>
        id.Length is > 0 and <= Longest && id[0] != '-' && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>1 to 64 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public static bool IsDevice(string id) =>
        id.Length is > 0 and <= Longest && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
