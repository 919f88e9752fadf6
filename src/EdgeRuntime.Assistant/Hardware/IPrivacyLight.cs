namespace EdgeRuntime.Assistant.Hardware;

/// <summary>The light that tells others of the camera.</summary>
public interface IPrivacyLight
{
    /// <summary>True while it burns.</summary>
    bool IsOn { get; }

    /// <summary>Turns it on or off.</summary>
    void Turn(bool on);
}
