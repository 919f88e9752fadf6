using EdgeRuntime.Assistant.Hardware;

namespace EdgeRuntime.Device.Simulation;

/// <summary>Buttons that are pressed on a page or by a test.</summary>
public sealed class SimulatedButtons : IButtons
{
    /// <inheritdoc/>
    public event Action? Tapped;

    /// <inheritdoc/>
    public event Action? Pressed;

    /// <inheritdoc/>
    public event Action<bool>? Held;

    /// <summary>A short press: raises <see cref="Tapped"/> on this thread.</summary>
    public void Tap() => Tapped?.Invoke();

    /// <summary>A long press: raises <see cref="Pressed"/> on this thread.</summary>
    public void Press() => Pressed?.Invoke();

    /// <summary>Holds down (true), or lets go.</summary>
    public void Hold(bool down) => Held?.Invoke(down);
}
