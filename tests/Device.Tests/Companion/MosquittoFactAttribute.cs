namespace Device.Tests.Companion;

/// <summary>A fact that needs Mosquitto, skipped by name where it is missing.</summary>
internal sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute() => Skip = Mosquitto.Missing;
}
