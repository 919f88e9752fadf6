using System.Diagnostics;
using System.Net.Http.Json;

namespace GatewayLoad;

/// <summary>The same question to the upstream without a gateway.</summary>
internal static class DirectQuestion
{
    /// <summary>Reads the whole answer; gives the time to its first word.</summary>
    public static async Task<TimeSpan> RunAsync(HttpClient client, string question, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = "load",
                stream = true,
                stream_options = new { include_usage = true },
                messages = new[] { new { role = "user", content = question } },
            }),
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        var first = TimeSpan.Zero;
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            if (first == TimeSpan.Zero && line.Contains("\"content\":\"") && !line.Contains("\"content\":\"\""))
            {
                first = Stopwatch.GetElapsedTime(began);
            }
        }

        return first;
    }
}
