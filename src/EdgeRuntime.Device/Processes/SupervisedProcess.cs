using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Processes;

/// <summary>Another program that runs beside this one, with its three pipes: told to end by the end of its input, killed with its children
/// where it does not, and left behind, counted, where no signal reaches it. What it says to its standard error is read all the time, since
/// a pipe that nobody reads stops its writer; the last line is kept. Safe for several threads.</summary>
internal sealed class SupervisedProcess : IAsyncDisposable
{
    /// <summary>Code of a program that is not started, since too many that were killed are still there.</summary>
    public const string StuckCode = "program-stuck";

    private const int LongestLine = 1_000; // characters of what it says last

    // A program that was killed may hang in a driver, or have left its pipes to others.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly string _name;
    private readonly List<Task> _readers = []; // of its output
    private int _isDisposed;

    private SupervisedProcess(Process process, string name)
    {
        (_process, _name) = (process, name);
        LastError = LastLineAsync(process.StandardError);
        Exited = ExitAsync();
    }

    /// <summary>Its standard input; of one that shares this program's own there is none.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Its standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Done when it has ended, with its exit status; its pipes may be open still.</summary>
    public Task<int> Exited { get; }

    /// <summary>Done when its standard error has ended, with the last line that said something; empty where there was none.</summary>
    public Task<string> LastError { get; }

    /// <summary>Starts a program. Failures: <c>program-not-started</c>; <c>program-stuck</c> where too many that were killed are still
    /// there.</summary>
    /// <param name="path">Program.</param>
    /// <param name="arguments">Arguments, not seen by any shell.</param>
    /// <param name="name">What it is called and counted by; null for its path.</param>
    /// <param name="sharesInput">True where it reads what this program would.</param>
    public static Outcome<SupervisedProcess> Start(
        string path, IEnumerable<string> arguments, string? name = null, bool sharesInput = false)
    {
        name ??= path;
        if (!LeftBehind.HasRoom(name)) return Stuck(name);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments)
            {
                RedirectStandardInput = !sharesInput,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            return new SupervisedProcess(process, name);
        }
        catch (Win32Exception thrown)
        {
            process.Dispose();
            return NotStarted(name, thrown.Message);
        }
    }

    /// <summary>Names who reads its output, so that nothing is taken away from under them: disposal waits for them too.</summary>
    public T ReadBy<T>(T reader)
        where T : Task
    {
        lock (_readers) _readers.Add(reader);
        return reader;
    }

    /// <summary>Ends it and what it started, if it still runs.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException) when (_process.HasExited)
        {
            // It ended between the look and the kill, which is what was wanted.
        }
    }

    /// <summary>Ends its input, which is a sign to end for a program that heeds it, and waits; kills it where it does not.</summary>
    /// <param name="grace">How long it may take.</param>
    public async ValueTask EndAsync(TimeSpan grace)
    {
        try
        {
            await _process.StandardInput.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended already, or reads no more (EPIPE).
        }

        using var late = new CancellationTokenSource(grace);
        await ((Task)Exited).WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Exited.IsCompleted) Kill();
        await GoneAsync().ConfigureAwait(false);
    }

    /// <summary>Kills it where it still runs, and waits until it and those who read its output are gone, or a second; then it is left
    /// behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        if (!Exited.IsCompleted) Kill();
        var gone = await GoneAsync().ConfigureAwait(false);
        if (gone.IsCompleted) Release();
        else LeftBehind.Take(_name, Release, gone);
    }

    // .NET leaves pipes that were asked for to whoever asked; its standard error is closed by its reader.
    private void Release()
    {
        if (_process.StartInfo.RedirectStandardInput) Input.Dispose();
        Output.Dispose();
        _process.Dispose();
    }

    // Waits a second at most; what it gives is done when all is gone.
    private async ValueTask<Task> GoneAsync()
    {
        Task[] readers;
        lock (_readers) readers = [.. _readers];
        var gone = Task.WhenAll([Exited, .. readers]);
        await Task.WhenAny(gone, Task.Delay(LongestEnd)).ConfigureAwait(false);
        return gone;
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return _process.ExitCode;
    }

    // Of a line without an end only the beginning is kept.
    private static async Task<string> LastLineAsync(StreamReader errors)
    {
        using var owned = errors;
        var (last, line, block) = (string.Empty, new StringBuilder(), new char[1024]);
        int read;
        while ((read = await errors.ReadAsync(block).ConfigureAwait(false)) > 0)
        {
            foreach (var character in block.AsSpan(0, read))
            {
                if (character != '\n')
                {
                    if (line.Length < LongestLine) line.Append(character);
                    continue;
                }

                last = Said(line) ?? last;
                line.Clear();
            }
        }

        return Said(line) ?? last;
    }

    private static string? Said(StringBuilder line) => line.ToString().Trim() is { Length: > 0 } said ? said : null;

    private static Failure NotStarted(string name, string why) => new(
        Stages.Start, "program-not-started", $"{name} could not be started: {why}", $"Check that {name} is installed and may be run.",
        Blame.Machine);

    private static Failure Stuck(string name) => new(
        Stages.Start,
        StuckCode,
        $"{name} was killed {LeftBehind.Most} times and is still there, so it is not started again.",
        "Check the sound card with: aplay -l; a driver that hangs lets go of it at the next start of the machine.",
        Blame.Machine);
}
