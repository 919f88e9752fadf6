using System.Text.Json;

namespace EdgeRuntime.Assistant;

/// <summary>What reading JSON of others may throw.</summary>
public static class JsonFault
{
    /// <summary>True where what stands in it is to blame. A text that holds half a character (<c>\ud800</c> alone) or bytes that are none
    /// passes the parser and throws <see cref="InvalidOperationException"/> when it is asked for; so does a value of another kind. To be
    /// asked only around reading.</summary>
    public static bool Is(Exception thrown) => thrown is JsonException or InvalidOperationException;
}
