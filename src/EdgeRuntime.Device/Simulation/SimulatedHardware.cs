using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;

namespace EdgeRuntime.Device.Simulation;

/// <summary>Battery, skin sensor, hinge, wear sensor and privacy light of glasses that are not there, moved by hand. Safe for several
/// threads.</summary>
public sealed class SimulatedHardware : IPowerGauge, IThermometer, IWearSensor, IPrivacyLight
{
    private readonly Lock _lock = new();
    private HardwareState _current = new();

    /// <summary>Told of every change, outside the lock, by the thread that made it; must return at once.</summary>
    public event Action<HardwareState>? Changed;

    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <summary>What it reads now.</summary>
    public HardwareState Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    /// <inheritdoc/>
    public Outcome<PowerReading> Read()
    {
        var now = Current;
        return new PowerReading(now.BatteryPercent, now.Charging);
    }

    /// <inheritdoc/>
    public double? ReadCelsius() => Current.SkinCelsius;

    /// <inheritdoc/>
    public bool Hears => Current.Hears;

    /// <inheritdoc/>
    public bool IsOn => Current.LedOn;

    /// <inheritdoc/>
    public void Turn(bool on) => Change(now => now with { LedOn = on });

    /// <summary>Moves something; values beyond what hardware can read are brought to the nearest it can.</summary>
    public void Change(Func<HardwareState, HardwareState> change)
    {
        HardwareState after;
        lock (_lock)
        {
            after = change(_current);
            after = after with
            {
                BatteryPercent = Math.Clamp(after.BatteryPercent, 0, 100),
                SkinCelsius = Math.Clamp(after.SkinCelsius, -20, 80)
            };
            if (after == _current) return;
            _current = after;
        }

        Changed?.Invoke(after);
    }
}
