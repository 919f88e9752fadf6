using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

namespace EndToEnd.Tests.Pages;

/// <summary>A real Chromium, headless, that is led step by step and hears a WAV as its microphone. Its pictures lie in
/// <c>artifacts/screenshots</c>. One step at a time.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly Process _node;
    private readonly Task<string> _error;

    private Browser(Process node) => (_node, _error) = (node, node.StandardError.ReadToEndAsync());

    /// <summary>Where a distribution puts it.</summary>
    public static string? Program { get; } = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Why none can run; null when one can.</summary>
    public static string? Missing { get; } =
        Program is null ? "chromium is not installed: apt-get install chromium" : NodePeer.Missing("playwright-core");

    /// <summary>Starts one.</summary>
    /// <param name="glasses">Address of the pages, without a slash at its end.</param>
    /// <param name="phones">Where phones find them.</param>
    /// <param name="microphone">The WAV that is heard, read anew whenever a page turns its microphone on.</param>
    /// <param name="home">Home folder, whose certificates it trusts.</param>
    public static Browser Start(string glasses, string phones, string microphone, string home)
    {
        var wish = new JsonObject
        {
            ["chromium"] = Program,
            ["address"] = glasses,
            ["phones"] = phones,
            ["microphone"] = microphone,
            ["home"] = home,
            ["shots"] = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName,
        };
        return new Browser(NodePeer.Start(Repository.PathOf("tests", "EndToEnd.Tests", "Pages", "browser.js"), wish.ToJsonString()));
    }

    /// <summary>Takes a step, and gives what it saw. Nothing that was drawn may be hard to read, to tap or to hear.</summary>
    /// <param name="step">File and name of the step.</param>
    /// <param name="given">What the step needs.</param>
    /// <param name="mayComplain">True where the browser has reason to: a link is cut, a request is refused.</param>
    public async Task<JsonElement> SeeAsync(string step, JsonObject? given = null, bool mayComplain = false)
    {
        await _node.StandardInput.WriteLineAsync(new JsonObject { ["step"] = step, ["given"] = given }.ToJsonString());
        await _node.StandardInput.FlushAsync();
        if (await _node.StandardOutput.ReadLineAsync() is not { } line)
        {
            throw new InvalidOperationException($"The browser ended: {await _error}");
        }

        var answer = JsonDocument.Parse(line).RootElement;
        Assert.False(answer.TryGetProperty("failed", out var failed), failed.ToString());
        Assert.Empty(answer.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()));
        if (!mayComplain) Assert.Empty(answer.GetProperty("complaints").EnumerateArray().Select(complaint => complaint.GetString()));
        return answer.GetProperty("seen");
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }
}
