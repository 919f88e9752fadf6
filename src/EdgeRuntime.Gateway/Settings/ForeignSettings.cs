using System.Collections;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>Settings of ASP.NET and OpenTelemetry that an operator may know from other programs. This gateway reads none of them; it says
/// so, and what it reads in their place.</summary>
internal static class ForeignSettings
{
    private const string Listen = "Gateway:Hosting:Listen";

    private static readonly Foreign[] Known =
    [
        new("Kestrel", true, "the server is set in Gateway:Hosting."),
        new("Logging", true, "set Gateway:Monitoring:LogLevel and Gateway:Monitoring:LogFormat."),
        new("OpenTelemetry", true, "set Gateway:Monitoring:OtlpEndpoint."),
        new("ConnectionStrings", true, "set Gateway:Store:Url."),
        new("AllowedHosts", false, "the gateway serves every host name; take it away."),
        new("Urls", false, $"set {Listen}."),
        new("Http_Ports", false, $"set {Listen}."),
        new("Https_Ports", false, $"set {Listen}."),
    ];

    private static readonly string[] Prefixes = ["ASPNETCORE_", "DOTNET_"];

    // Base images and clusters set these for every program, so a start is not refused for them.
    private static readonly string[] Injected = ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "OTEL_"];

    /// <summary>What to do about a section of another program in the configuration; null for a name that is none.</summary>
    public static string? UseInstead(string section) =>
        section.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
            ? "set Gateway:Monitoring:OtlpEndpoint."
            : Known.FirstOrDefault(foreign => string.Equals(foreign.Name, section, StringComparison.OrdinalIgnoreCase))?.Instead;

    /// <summary>One sentence for each variable of the environment that would be a setting in another program.</summary>
    public static IEnumerable<string> Refused(IDictionary environment) => Sentences(environment, isInjected: false);

    /// <summary>The same for variables that base images and clusters set by themselves.</summary>
    public static IEnumerable<string> NotRead(IDictionary environment) => Sentences(environment, isInjected: true);

    private static IEnumerable<string> Sentences(IDictionary environment, bool isInjected) =>
        from name in environment.Keys.Cast<string>().Order(StringComparer.Ordinal)
        where Injected.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase)) == isInjected
        let instead = InsteadOf(name)
        where instead is not null
        select $"The environment variable {name} is not read: {instead}";

    private static string? InsteadOf(string variable)
    {
        var prefix = Prefixes.FirstOrDefault(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ?? "";
        var path = variable[prefix.Length..].Split("__");
        var isOurs = path.Length > 1 && string.Equals(path[0], "Gateway", StringComparison.OrdinalIgnoreCase);
        if (isOurs) return $"write EDGE_GATEWAY_{string.Join("__", path[1..])}.";
        var isSection = Known.Any(foreign => foreign.IsSection && string.Equals(foreign.Name, path[0], StringComparison.OrdinalIgnoreCase));
        return isSection == path.Length > 1 ? UseInstead(path[0]) : null;
    }

    private sealed record Foreign(string Name, bool IsSection, string Instead);
}
