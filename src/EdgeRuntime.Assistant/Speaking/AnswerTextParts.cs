using System.Globalization;

namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Splits a length of time into spoken units.</summary>
internal static class AnswerTextParts
{
    /// <summary>"1 hour", "5 minutes"; units of zero are left out, unless all are.</summary>
    public static IReadOnlyList<string> OfSeconds(long seconds)
    {
        (long Count, string Name)[] units = [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")];
        var said = units.Where(unit => unit.Count > 0).Select(unit => Unit(unit.Count, unit.Name)).ToArray();
        return said.Length > 0 ? said : ["0 seconds"];
    }

    /// <summary>"1 hour", "2 hours".</summary>
    public static string Unit(long count, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {name}{(count == 1 ? string.Empty : "s")}");
}
