using System.Diagnostics;

namespace EndToEnd.Tests.Pages;

/// <summary>The real program as <c>run --http</c> on a free port, ended by a signal when the test is over.</summary>
internal sealed class ServedGlasses : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error; // read on, so that the program never waits for us

    private ServedGlasses(Glasses glasses, Process process, string address)
    {
        (Glasses, _process, Address) = (glasses, process, address);
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public Glasses Glasses { get; }

    /// <summary>Address of the pages, without a slash at its end.</summary>
    public string Address { get; }

    public static async Task<ServedGlasses> StartAsync(Glasses glasses, params string[] arguments)
    {
        var process = glasses.Start(["run", "--http", "127.0.0.1:0", "--json", "--state", glasses.State, .. arguments]);
        var lines = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("Listening", StringComparison.Ordinal)) break;
        }

        var companion = lines.SingleOrDefault(line => line.StartsWith("The companion: ", StringComparison.Ordinal));
        if (companion is null) process.Kill();
        Assert.True(companion is not null, string.Join('\n', lines));
        return new ServedGlasses(glasses, process, companion["The companion: ".Length..].Replace("/companion", ""));
    }

    /// <summary>Ends it in order and gives what it printed.</summary>
    public async Task<(int Code, string Output)> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await Task.WhenAll(_process.WaitForExitAsync(), _output, _error);
        _process.Dispose();
        Glasses.Dispose();
    }
}
