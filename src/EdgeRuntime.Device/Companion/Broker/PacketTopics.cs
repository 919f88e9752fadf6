namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>What may stand as a topic and as a filter (MQTT 5, 4.7).</summary>
internal static class PacketTopics
{
    private static ReadOnlySpan<byte> Shared => "$share/"u8;

    /// <summary>True for the name of a topic: not empty, no wildcards [MQTT-4.7.3-1, MQTT-3.3.2-2].</summary>
    public static bool IsName(ReadOnlySpan<byte> topic) => !topic.IsEmpty && !topic.ContainsAny((byte)'+', (byte)'#');

    /// <summary>True for a filter that several clients share.</summary>
    public static bool IsShared(ReadOnlySpan<byte> filter) => filter.StartsWith(Shared);

    /// <summary>True for a filter: a wildcard is a level of its own, and # the last [MQTT-4.7.1-1, MQTT-4.7.1-2];
    /// a shared one names its group [MQTT-4.8.2-1].</summary>
    public static bool IsFilter(ReadOnlySpan<byte> filter)
    {
        if (IsShared(filter))
        {
            filter = filter[Shared.Length..];
            var name = filter.IndexOf((byte)'/');
            if (name < 0 || !IsName(filter[..name])) return false;
            filter = filter[(name + 1)..];
        }

        if (filter.IsEmpty) return false;
        foreach (var level in filter.Split((byte)'/'))
        {
            var (start, end) = (level.Start.Value, level.End.Value);
            if (end - start == 1 && (filter[start] == '+' || (filter[start] == '#' && end == filter.Length))) continue;
            if (filter[level].ContainsAny((byte)'+', (byte)'#')) return false;
        }

        return true;
    }
}
