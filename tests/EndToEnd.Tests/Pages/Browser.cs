using System.Text;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests.Pages;

/// <summary>A real Chromium, headless, with a WAV for a microphone; its screenshots lie in <c>artifacts/screenshots</c>.</summary>
internal static class Browser
{
    /// <summary>Where a distribution puts it.</summary>
    public static string? Program { get; } = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Why none can run; null when one can.</summary>
    public static string? Missing { get; } =
        Program is null ? "chromium is not installed: apt-get install chromium" : NodePeer.Missing("playwright-core");

    /// <summary>Runs a scenario beside this file to its end.</summary>
    /// <param name="scenario">Name of the script.</param>
    /// <param name="address">Address of the pages, without a slash at its end.</param>
    /// <param name="wav">What the microphone hears once, from its beginning; null for the browser's own beeps.</param>
    /// <param name="arguments">Arguments for the browser.</param>
    public static async Task<JsonElement> SeeAsync(string scenario, string address, string? wav = null, params string[] arguments)
    {
        var shots = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;
        using var wish = new MemoryStream();
        using (var json = new Utf8JsonWriter(wish))
        {
            json.WriteStartObject();
            json.WriteString("chromium", Program);
            json.WriteString("address", address);
            json.WriteString("wav", wav);
            json.WriteString("shots", shots);
            json.WriteStartArray("arguments");
            // Inside a container chromium has no sandbox of its own to build; it sees our pages only.
            foreach (var argument in arguments.Append("--no-sandbox")) json.WriteStringValue(argument);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        var driver = Repository.PathOf("tests", "EndToEnd.Tests", "Pages", "browser.js");
        using var node = NodePeer.Start(driver, scenario, Encoding.UTF8.GetString(wish.ToArray()));
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await error);
        return JsonDocument.Parse(output).RootElement;
    }
}
