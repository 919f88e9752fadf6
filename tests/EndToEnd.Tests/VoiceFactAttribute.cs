namespace EndToEnd.Tests;

/// <summary>A fact that needs flite or espeak-ng and is skipped, by name, where neither is installed.</summary>
public sealed class VoiceFactAttribute : FactAttribute
{
    private static readonly bool Installed = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "flite")) || File.Exists(Path.Combine(folder, "espeak-ng")));

    public VoiceFactAttribute() => Skip = Installed ? null : "flite or espeak-ng is not installed: apt-get install flite";
}
