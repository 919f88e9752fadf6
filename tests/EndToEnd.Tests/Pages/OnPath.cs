namespace EndToEnd.Tests.Pages;

/// <summary>Programs of the distribution that tests need.</summary>
internal static class OnPath
{
    /// <summary>Why one cannot be used; null when it can.</summary>
    public static string? Missing(string program, string package) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{program} is not installed: apt-get install {package}";
}
