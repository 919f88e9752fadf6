namespace EdgeRuntime.Assistant.Tools;

/// <summary>The moment that is meant by a time.</summary>
/// <param name="Due">The moment.</param>
/// <param name="Other">Another one, half a day later, that may be meant as well; null where there is no doubt.</param>
internal readonly record struct DueMoment(DateTimeOffset Due, DateTimeOffset? Other);
