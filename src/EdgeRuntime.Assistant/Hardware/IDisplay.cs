namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What the wearer can read on the glasses.</summary>
public interface IDisplay
{
    /// <summary>Shows an answer; returns at once.</summary>
    void Show(IReadOnlyList<string> sentences);

    /// <summary>Shows why something the wearer did was not done; returns at once.</summary>
    void Refuse(Failure why);
}
