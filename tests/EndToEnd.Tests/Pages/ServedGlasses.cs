using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using EdgeRuntime.Device.Web.Serving;

namespace EndToEnd.Tests.Pages;

/// <summary>The real program as <c>run</c> with its pages, ended by a signal.</summary>
internal sealed class ServedGlasses : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error; // read on, so that the program never waits for us
    private readonly IReadOnlyList<string> _said;
    private readonly Channel<string> _news = Channel.CreateUnbounded<string>();

    private ServedGlasses(Process process, IReadOnlyList<string> said)
    {
        (_process, _said) = (process, said);
        _output = process.StandardOutput.ReadToEndAsync();
        _error = ReadAsync();
    }

    /// <summary>Link to the companion, as other machines reach it.</summary>
    public Uri Companion => new(After("The companion: "));

    /// <summary>Link to the simulated glasses, with the key that other machines need.</summary>
    public string Glasses => After("The glasses: ");

    /// <summary>Fingerprint of the certificate authority.</summary>
    public string Fingerprint => After("First, on each other device: ").Split("fingerprint ")[1].TrimEnd(')');

    /// <summary>Starts it on a free port of every address of this machine, and waits until it listens.</summary>
    public static Task<ServedGlasses> StartAsync(Glasses glasses, params string[] more)
    {
        var host = MachineNames.Addresses().FirstOrDefault() is { AddressFamily: AddressFamily.InterNetworkV6 } ? "[::]" : "0.0.0.0";
        return StartAsSetAsync(glasses, ["--http", $"{host}:0", "--json", .. more]);
    }

    /// <summary>Starts it where its settings say, and waits until it listens.</summary>
    public static async Task<ServedGlasses> StartAsSetAsync(Glasses glasses, params string[] more)
    {
        var process = glasses.Start(["run", "--state", glasses.State, .. more]);
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith("Listening", StringComparison.Ordinal)) return new ServedGlasses(process, said);
        }

        throw new InvalidOperationException(string.Join('\n', said));
    }

    /// <summary>Waits until it has printed a line, from the last one on that was waited for.</summary>
    public Task SaysAsync(string line) => SaysAsync(said => said == line, line);

    /// <summary>Waits until it has printed a line like this, from the last one on that was waited for.</summary>
    public async Task SaysAsync(Func<string, bool> isIt, [CallerArgumentExpression(nameof(isIt))] string? what = null)
    {
        await foreach (var said in _news.Reader.ReadAllAsync())
        {
            if (isIt(said)) return;
        }

        throw new InvalidOperationException($"The program ended and never said: {what}");
    }

    /// <summary>Ends it in order and gives what it printed.</summary>
    public async Task<(int Code, string Output, string Error)> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        return await EndAsync();
    }

    /// <summary>Waits for its end, and gives what it printed.</summary>
    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _output, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await Task.WhenAll(_process.WaitForExitAsync(), _output, _error);
        _process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        var all = new StringBuilder();
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            all.AppendLine(line);
            _news.Writer.TryWrite(line);
        }

        _news.Writer.Complete();
        return all.ToString();
    }

    private string After(string beginning) =>
        _said.Single(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..];
}
