using EdgeRuntime.Assistant.Hardware;

namespace Device.Tests.Companion;

/// <summary>A thermometer that reads what a test says.</summary>
internal sealed class BenchThermometer(Func<double?> read) : IThermometer
{
    public double? ReadCelsius() => read();
}
