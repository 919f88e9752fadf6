namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>A day, and perhaps a part of it, as a wearer says it.</summary>
/// <param name="Day"><c>today</c>, <c>tonight</c>, <c>this morning</c>, <c>this afternoon</c>, <c>tomorrow</c>, a weekday in lower case, or
/// null for none.</param>
/// <param name="Part"><c>morning</c>, <c>afternoon</c>, <c>evening</c>, <c>night</c>, or null.</param>
/// <param name="Week">What was said of a weekday's week: <c>this</c> or <c>next</c>; <see cref="Later"/> once it is known that the week
/// after the coming such day is meant; or null.</param>
public readonly record struct SaidDay(string? Day, string? Part = null, string? Week = null)
{
    /// <summary>The coming such day.</summary>
    public const string This = "this";

    /// <summary>The one of the next week, whichever that is to the wearer.</summary>
    public const string Next = "next";

    /// <summary>A week after the coming such day.</summary>
    public const string Later = "later";

    /// <summary>What a call says of a day.</summary>
    public static SaidDay Read(ToolCall call) => new(call.Text("day"), call.Text("part"), call.Text("week"));
}
