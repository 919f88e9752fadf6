namespace EdgeRuntime.Gateway;

/// <summary>A moment by which something must be over, on the clock that nobody can set.</summary>
public readonly record struct Deadline
{
    private readonly TimeProvider? _time; // null for never
    private readonly long _began;
    private readonly TimeSpan _lasts;

    private Deadline(TimeProvider time, TimeSpan lasts) => (_time, _began, _lasts) = (time, time.GetTimestamp(), lasts);

    /// <summary>A moment that never comes.</summary>
    public static Deadline Never => default;

    /// <summary>What is left of the time; negative when it is over.</summary>
    public TimeSpan Left => _time is null ? TimeSpan.MaxValue : _lasts - _time.GetElapsedTime(_began);

    /// <summary>True when no time is left.</summary>
    public bool IsOver => Left <= TimeSpan.Zero;

    /// <summary>So long from now.</summary>
    public static Deadline After(TimeSpan lasts, TimeProvider time) => new(time, lasts);
}
