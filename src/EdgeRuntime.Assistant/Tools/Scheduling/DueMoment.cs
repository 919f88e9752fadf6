namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>The moment that is meant by a time.</summary>
/// <param name="Other">Another one that may be meant as well, half a day later or, where <see cref="AreDays"/>, a week; null without
/// doubt.</param>
internal readonly record struct DueMoment(DateTimeOffset Due, DateTimeOffset? Other)
{
    /// <summary>True where the doubt is about the day: "next Friday" said on a Monday.</summary>
    public bool AreDays { get; init; }
}
