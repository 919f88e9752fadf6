using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Programs;

/// <summary>One run of a program to its end, with the system's own account of it (GNU time).</summary>
internal sealed record ProgramRun
{
    /// <summary>From its start to its end.</summary>
    public required double WallMilliseconds { get; init; }

    /// <summary>Processor time, in it and in the system for it.</summary>
    public required double ProcessorMilliseconds { get; init; }

    /// <summary>The most that was resident at once.</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>What it printed.</summary>
    public required string Output { get; init; }

    /// <summary>Runs it; an exit code other than 0 is an error with what it printed.</summary>
    public static async Task<ProgramRun> OfAsync(string program, params string[] arguments)
    {
        var account = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/usr/bin/time", ["-f", "%U %S %M", "-o", account, program, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var began = Stopwatch.GetTimestamp();
            using var run = Process.Start(start)!;
            var errors = run.StandardError.ReadToEndAsync();
            var output = await run.StandardOutput.ReadToEndAsync();
            await run.WaitForExitAsync();
            var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (run.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {run.ExitCode}: {await errors}{output}");
            }

            var counted = File.ReadAllText(account).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            return new ProgramRun
            {
                WallMilliseconds = wall,
                ProcessorMilliseconds = (counted[0] + counted[1]) * 1000,
                PeakMegabytes = counted[2] / 1024,
                Output = output,
            };
        }
        finally
        {
            File.Delete(account);
        }
    }
}
