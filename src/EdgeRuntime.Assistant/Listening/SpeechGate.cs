namespace EdgeRuntime.Assistant.Listening;

/// <summary>Turns a probability into a yes or no that does not flutter: yes from one threshold on, no below a lower one.</summary>
internal struct SpeechGate(float on, float off)
{
    public bool IsOpen { get; private set; }

    public bool Push(float probability) => IsOpen = probability >= (IsOpen ? off : on);

    public void Reset() => IsOpen = false;
}
