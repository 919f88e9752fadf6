namespace EdgeRuntime.Assistant.Tools;

/// <summary>Moves between the wearer's clock and universal time.</summary>
internal static class LocalTime
{
    /// <summary>Time of day of a moment.</summary>
    public static TimeOnly Of(DateTimeOffset moment, TimeZoneInfo zone) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    /// <summary>The next moment after <paramref name="after"/> at which the wearer's clock shows <paramref name="time"/>.
    /// A time that the clock skips in spring comes an hour later; one that it shows twice in autumn, the first time.</summary>
    public static DateTimeOffset Next(TimeOnly time, DateTimeOffset after, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(after, zone).DateTime);
        var today = At(day, time, zone);
        return today > after ? today : At(day.AddDays(1), time, zone);
    }

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
