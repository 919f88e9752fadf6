using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>Writes plots to disk.</summary>
internal static class PlotFile
{
    /// <summary>Creates the file and draws into it; null, or <c>plot-not-written</c>.</summary>
    public static Failure? Write(string path, Action<Stream> draw)
    {
        try
        {
            using var svg = File.Create(path);
            draw(svg);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Start, "plot-not-written", $"The plot cannot be written to {path}: {error.Message}",
                "Give --plot a file in a writable folder.");
        }
    }
}
