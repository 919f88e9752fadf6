namespace EdgeRuntime.Assistant.Listening;

/// <summary>A report of the <see cref="AlwaysOnListener"/>.</summary>
/// <param name="Kind">Which of the other two members counts.</param>
/// <param name="Activity">Voice activity of 40 ms.</param>
/// <param name="Wake">A wake phrase.</param>
public readonly record struct ListenerEvent(ListenerEventKind Kind, VoiceActivity Activity, WakeDetection Wake)
{
    /// <summary>Number of the first feature frame (10 ms) after what is reported.</summary>
    public long EndFrame => Kind == ListenerEventKind.Wake ? Wake.EndFrame : Activity.EndFrame;
}
