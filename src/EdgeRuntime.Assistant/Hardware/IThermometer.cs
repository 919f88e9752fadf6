namespace EdgeRuntime.Assistant.Hardware;

/// <summary>A sensor of how warm the glasses are where they touch the wearer.</summary>
public interface IThermometer
{
    /// <summary>Degrees Celsius; null while the sensor does not answer.</summary>
    double? ReadCelsius();
}
