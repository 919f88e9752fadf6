namespace EndToEnd.Tests.Pages;

/// <summary>A fact in a real browser and with a real Mosquitto, skipped by name where one is missing.</summary>
public sealed class MosquittoBrowserFactAttribute : FactAttribute
{
    public MosquittoBrowserFactAttribute() =>
        Skip = Browser.Missing ?? (File.Exists(Program) ? null : "Mosquitto is not installed: apt-get install mosquitto");

    /// <summary>Where a distribution puts it.</summary>
    public static string Program => "/usr/sbin/mosquitto";
}
