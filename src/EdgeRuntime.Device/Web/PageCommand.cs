namespace EdgeRuntime.Device.Web;

/// <summary>What the page /glasses says in words; sound and pictures come as bytes (see <see cref="PageFrames"/>).</summary>
/// <param name="Kind"><c>microphone</c>, <c>webcam</c>, <c>press</c>, <c>move</c>, <c>spoken</c>,
/// <c>no-frame</c> or <c>pairing</c>.</param>
internal sealed record PageCommand(string Kind)
{
    /// <value>Samples per second of the sound that follows; 0 when the microphone was turned off.</value>
    public int? Rate { get; init; }

    /// <value>How a microphone ended that nobody turned off: <c>ended</c>, <c>muted</c> or <c>suspended</c>;
    /// null where somebody did.</value>
    public string? Why { get; init; }

    /// <value>Whether there is a webcam; of a pairing, whether the digits are the same.</value>
    public bool? On { get; init; }

    /// <value><c>tap</c>, <c>long</c>, <c>down</c> while it is held, or <c>up</c>.</value>
    public string? Button { get; init; }

    /// <value>Number of what is answered.</value>
    public uint? Id { get; init; }

    /// <value>Charge of the battery in percent.</value>
    public int? Battery { get; init; }

    /// <value>Whether it is charged.</value>
    public bool? Charging { get; init; }

    /// <value>Temperature of the skin side in degrees Celsius.</value>
    public double? Celsius { get; init; }

    /// <value>Whether somebody wears the glasses.</value>
    public bool? Worn { get; init; }

    /// <value>Whether they are unfolded.</value>
    public bool? Open { get; init; }
}
