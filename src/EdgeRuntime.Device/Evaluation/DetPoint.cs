namespace EdgeRuntime.Device.Evaluation;

/// <summary>One working point of a detector, with 95 % intervals.</summary>
/// <param name="AllowedPerHour">False alarms per hour that were allowed.</param>
/// <param name="Threshold">Lowest score that still counts as a detection; null when every candidate may count.</param>
/// <param name="MissRate">Share of positives that score below it.</param>
/// <param name="MissInterval">Wilson interval of <paramref name="MissRate"/>.</param>
/// <param name="FalseAlarms">Candidates in the negatives at or above the threshold.</param>
/// <param name="FalseAlarmsPerHour">The same per hour of negatives.</param>
/// <param name="FalseAlarmInterval">Exact Poisson interval of <paramref name="FalseAlarmsPerHour"/>.</param>
public sealed record DetPoint(
    double AllowedPerHour,
    double? Threshold,
    double MissRate,
    Interval MissInterval,
    int FalseAlarms,
    double FalseAlarmsPerHour,
    Interval FalseAlarmInterval);
