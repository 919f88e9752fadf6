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
            using var png = File.Create(path);
            draw(png);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Start, "plot-not-written", $"The plot cannot be written to {path}: {error.Message}",
                "Give --plot a file in a writable folder.");
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException)
        {
            return new Failure(
                Stages.Start, "plot-library-missing", "The drawing library libSkiaSharp cannot be loaded.",
                "Copy the program's folder again as a whole.", Blame.Machine);
        }
    }
}
