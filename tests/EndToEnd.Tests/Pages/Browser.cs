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
    /// <param name="asked">Does what the scenario asks for; null where it asks for nothing.</param>
    /// <param name="wav">What the microphone hears once, from its beginning; null for the browser's own beeps.</param>
    public static async Task<JsonElement> SeeAsync(string scenario, string address, string? wav, Action<string>? asked = null)
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
            json.WriteEndObject();
        }

        var driver = Repository.PathOf("tests", "EndToEnd.Tests", "Pages", "browser.js");
        using var node = NodePeer.Start(driver, scenario, Encoding.UTF8.GetString(wish.ToArray()));
        var error = node.StandardError.ReadToEndAsync();
        var last = "";
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            last = line;
            if (!line.StartsWith("ask ", StringComparison.Ordinal)) continue;
            asked!(line["ask ".Length..]);
            await node.StandardInput.WriteLineAsync("done");
        }

        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await error);
        return JsonDocument.Parse(last).RootElement;
    }
}
