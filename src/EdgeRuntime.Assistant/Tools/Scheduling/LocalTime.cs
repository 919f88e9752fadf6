namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>Moves between the wearer's clock and universal time.</summary>
internal static class LocalTime
{
    /// <summary>The wearer's date and time at a moment.</summary>
    public static DateTime At(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;

    /// <summary>Time of day of a moment.</summary>
    public static TimeOnly TimeOfDay(DateTimeOffset moment, TimeZoneInfo zone) => TimeOnly.FromDateTime(At(moment, zone));

    /// <summary>The moment at which the wearer's clock shows a date and time.
    /// A time that the clock skips in spring comes an hour later; one that it shows twice in autumn is the first of the two.</summary>
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
