namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>A moment on the clock that nobody can set.</summary>
/// <param name="Boot">The start of the machine that it counts from; moments of two starts do not compare.</param>
/// <param name="Uptime">Time since then.</param>
public sealed record SteadyMoment(string Boot, TimeSpan Uptime);
