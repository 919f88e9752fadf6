using System.Runtime.InteropServices;

namespace EdgeRuntime.Device.Terminal;

/// <summary>Standard input, output and error of the process, where its caller gave them. A caller may have closed one; then its number goes
/// to the next file that is opened, be it a pipe of .NET's own or the state of the glasses, and what is written to it ends up
/// there.</summary>
[SuppressMessage("ApiDesign", "RS0030", Justification = "the streams that every command is given")]
internal static partial class StandardStreams
{
    private const int GetFlags = 1; // F_GETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC
    private const int ReadWrite = 2; // O_RDWR
    private const int Last = 2;

    private static readonly bool[] Given = [IsGiven(0), IsGiven(1), IsGiven(Last)];

    /// <summary>True where there is a standard input.</summary>
    public static bool HasInput => Given[0];

    /// <summary>Standard input; at its end where there is none.</summary>
    public static TextReader Input => HasInput ? Console.In : TextReader.Null;

    /// <summary>Standard output; where there is none, writing to it fails.</summary>
    public static TextWriter Output => Given[1] ? Console.Out : new ClosedWriter();

    /// <summary>The error stream; where there is none, writing to it fails.</summary>
    public static TextWriter Error => Given[Last] ? Console.Error : new ClosedWriter();

    /// <summary>Standard input as bytes; empty where there is none.</summary>
    public static Stream OpenInput() => HasInput ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Takes the numbers that are free, so that no file gets one of them. To be called before any file is opened.</summary>
    public static void Guard()
    {
        if (OperatingSystem.IsWindows() || Given.All(given => given)) return;
        int taken;
        do taken = Open("/dev/null", ReadWrite);
        while (taken is >= 0 and <= Last);
        if (taken > Last && Close(taken) != 0) throw new IOException("/dev/null cannot be closed", Marshal.GetLastPInvokeError());
    }

    // What comes from the caller does not close on exec, or it would have been closed; what .NET opened until here does.
    private static bool IsGiven(int number) =>
        OperatingSystem.IsWindows() || (Control(number, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int number, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int number);
}
