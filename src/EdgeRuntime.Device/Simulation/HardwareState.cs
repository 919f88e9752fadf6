namespace EdgeRuntime.Device.Simulation;

/// <summary>What simulated hardware reads at one moment.</summary>
public sealed record HardwareState
{
    /// <value>Charge of the battery, 0..100 percent.</value>
    public int BatteryPercent { get; init; } = 100;

    /// <value>True while it is being charged.</value>
    public bool Charging { get; init; }

    /// <value>Temperature of the side that touches the skin, in degrees Celsius.</value>
    public double SkinCelsius { get; init; } = 31;

    /// <value>True while somebody wears the glasses.</value>
    public bool Worn { get; init; } = true;

    /// <value>True while the temples are unfolded.</value>
    public bool Open { get; init; } = true;

    /// <value>True while the light burns that tells others of the camera.</value>
    public bool LedOn { get; init; }

    /// <summary>True when the glasses are to hear: unfolded and worn.</summary>
    public bool Hears => Worn && Open;
}
