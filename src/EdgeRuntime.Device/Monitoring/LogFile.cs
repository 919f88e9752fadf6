using System.Text;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>The log in a state folder: <c>log/edge-runtime.log</c>, and <c>.1</c> and so on for older ones, which give way. It is opened
/// for every line, so that several programs may write, and a reset leaves nothing behind. Safe for several threads.</summary>
/// <param name="stateFolder">Where; a folder that is not there is not made.</param>
internal sealed class LogFile(string stateFolder, LogOptions options)
{
    /// <summary>Folder of the log in a state folder.</summary>
    public const string Folder = "log";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50); // while another program writes its line
    private readonly Lock _lock = new();

    /// <summary>The file that is written.</summary>
    public string Path { get; } = System.IO.Path.Combine(stateFolder, Folder, "edge-runtime.log");

    private string LockPath => System.IO.Path.Combine(stateFolder, Folder, "lock");

    /// <summary>Adds a line; null, or why it is lost.</summary>
    public string? Append(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            string? lost = "another program held the file";
            SpinWait.SpinUntil(() => !IsHeld(bytes, out lost), LongestWait);
            return lost;
        }
    }

    // True where another program writes just now.
    private bool IsHeld(byte[] bytes, out string? lost)
    {
        lost = null;
        try
        {
            if (!Directory.Exists(stateFolder)) return false;
            DurableFile.MakeFolder(System.IO.Path.GetDirectoryName(Path)!);
            Write(bytes);
            return false;
        }
        catch (IOException held) when (held.HResult == SharingViolation)
        {
            lost = "another program held the file";
            return true;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            lost = thrown.Message.TrimEnd('.');
            return false;
        }
    }

    // EWOULDBLOCK of flock, as .NET hands it out on Linux; on Windows ERROR_SHARING_VIOLATION.
    private static int SharingViolation => OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : 11;

    // The lock is a file of its own: the log itself may be moved away between opening and locking it.
    private void Write(byte[] bytes)
    {
        using var held = Open(LockPath, FileMode.OpenOrCreate, FileShare.None);
        using (var file = Open(Path, FileMode.OpenOrCreate, FileShare.Read))
        {
            file.Seek(0, SeekOrigin.End);
            if (file.Position == 0 || file.Position + bytes.Length < options.FileBytes)
            {
                if (IsTorn(file)) file.WriteByte((byte)'\n');
                file.Write(bytes);
                return;
            }
        }

        Rotate();
        using var fresh = Open(Path, FileMode.Create, FileShare.Read);
        fresh.Write(bytes);
    }

    // A full disk or a kill leaves half a line, which must not become the beginning of the next one.
    private static bool IsTorn(FileStream file)
    {
        Span<byte> last = stackalloc byte[1];
        return file.Position > 0 && RandomAccess.Read(file.SafeFileHandle, last, file.Position - 1) == 1 && last[0] != '\n';
    }

    // A pipe would be waited for, and a link leads out of the folder, where a reset does not erase it.
    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        if (new FileInfo(path).LinkTarget is not null || StoredThing.Inspect(path) is not (StoredKind.File or StoredKind.Nothing))
        {
            throw new IOException($"{path} is not a file");
        }

        var settings = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, settings);
    }

    private void Rotate()
    {
        for (var older = options.Files - 1; older >= 1; older--)
        {
            var from = older == 1 ? Path : $"{Path}.{older - 1}";
            if (File.Exists(from)) File.Move(from, $"{Path}.{older}", overwrite: true);
        }
    }
}
