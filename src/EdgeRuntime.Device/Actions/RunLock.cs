using System.Globalization;
using System.Text;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Actions;

/// <summary>Lets one service at a time run on a state folder: two would ring twice and answer twice.
/// The kernel lets go of it when its holder dies, however it dies. Dispose it to let go.</summary>
internal sealed class RunLock : IDisposable
{
    private const string FileName = "run.lock";
    private const int WouldBlock = 11; // EAGAIN of flock(2)

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes it; <c>run-already</c> where another service has it.</summary>
    public static Outcome<RunLock> Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            DurableFile.MakeFolder(folder);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            file.SetLength(0);
            // for a person who looks for it
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new RunLock(file);
        }
        catch (IOException thrown) when (thrown.HResult == WouldBlock)
        {
            return new Failure(
                Stages.Start,
                "run-already",
                $"Refusing to run: another edge-runtime run is using {folder}.",
                "Stop that one, or give this one its own --state DIR.",
                Blame.Input);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.AtStart(StateFailures.Explain(folder, thrown));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
