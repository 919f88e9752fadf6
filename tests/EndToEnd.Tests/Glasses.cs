using System.Diagnostics;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>The real program, started as a process with a state of its own.</summary>
internal sealed class Glasses : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A folder that is gone when the test is over, beside the test binaries so that hard links work.</summary>
    public string Folder { get; } = Directory.CreateDirectory(
        Path.Combine(AppContext.BaseDirectory, "scratch", Path.GetRandomFileName())).FullName;

    /// <summary>State folder of this test.</summary>
    public string State => Path.Combine(Folder, "state");

    /// <summary>The program as it was built.</summary>
    public string Program { get; init; } = Path.Combine(AppContext.BaseDirectory, "edge-runtime");

    /// <summary>Another models folder; null for the one beside the program.</summary>
    public string? Models { get; set; }

    // The one that was built with these tests, where it was built: beside it stands all that it needs.
    private static string Gateway { get; } = TestKit.Repository.PathOf(
        "src", "EdgeRuntime.Gateway", "bin", AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug",
        "net10.0", "edge-gateway");

    /// <summary>A microphone in a silent room, for <c>--mic</c>.</summary>
    public const string SilentRoom = "while head -c 3200 /dev/zero; do sleep 0.1; done";

    /// <summary>Environment variables besides.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Environment variables that the program must not see.</summary>
    public List<string> Unset { get; } = [];

    /// <summary>Runs <c>ask … --json</c> with this state.</summary>
    public Task<Ended> AskAsync(params string[] arguments) => RunAsync(["ask", .. arguments, "--json", "--state", State]);

    /// <summary>Runs a command to its end.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(arguments, input: null);

    /// <summary>Runs a command of the gateway to its end.</summary>
    public Task<Ended> OperateAsync(params string[] arguments) => EndAsync(Start(Gateway, arguments), input: null);

    /// <summary>Runs a command to its end, with something on its standard input.</summary>
    public Task<Ended> RunAsync(string[] arguments, Func<Stream, Task>? input) => EndAsync(Start(arguments), input);

    /// <summary>Starts a command; the caller ends it.</summary>
    public Process Start(params string[] arguments) => Start(Program, arguments);

    /// <summary>Writes a file of this test and gives its path.</summary>
    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<Ended> EndAsync(Process process, Func<Stream, Task>? input)
    {
        using var owned = process;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await FeedAsync(process, input);
        using var late = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(late.Token);
        return new Ended(process.ExitCode, await output, await error);
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["EDGE_GATEWAY"] = Gateway;
        foreach (var name in Unset) start.Environment.Remove(name);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        if (Models is not null) start.Environment["EDGE_RUNTIME_MODELS"] = Models;
        else start.Environment.Remove("EDGE_RUNTIME_MODELS");
        return Process.Start(start)!;
    }

    // A program that has its answer stops reading; that is no failure of whoever feeds it.
    private static async Task FeedAsync(Process process, Func<Stream, Task>? input)
    {
        try
        {
            if (input is not null) await input(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(Longest))
        {
        }
    }

    /// <summary>How a command ended.</summary>
    internal sealed record Ended(int Code, string Output, string Error)
    {
        /// <summary>The one JSON object on the output.</summary>
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;

        /// <summary>Code of the error in it; null without one.</summary>
        public string? ErrorCode =>
            Json.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null;
    }
}
