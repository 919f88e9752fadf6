namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What the wearer's hand can do at the glasses. Handlers are called by the thread that noticed, and return at once.</summary>
public interface IButtons
{
    /// <summary>A tap: attend to me.</summary>
    event Action? Tapped;

    /// <summary>A long press: let a phone be paired.</summary>
    event Action? Pressed;

    /// <summary>The button is held down (true), or it is up again, or nobody can know any more.</summary>
    event Action<bool>? Held;
}
