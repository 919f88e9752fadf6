using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeRuntime.Device.Files;

/// <summary>What the file system says about one thing in it: kind, owner and permissions.</summary>
/// <param name="Kind">Bits of <c>S_IFMT</c>.</param>
/// <param name="Owner">User id.</param>
/// <param name="Permissions">Who may do what.</param>
internal readonly partial record struct FileStatus(int Kind, uint Owner, UnixFileMode Permissions)
{
    /// <summary>Of <see cref="Kind"/>: a file that can be read to its end.</summary>
    public const int RegularFile = 0x8000;

    /// <summary>Of <see cref="Kind"/>: a folder.</summary>
    public const int Folder = 0x4000;

    // statx(2): the same layout on every processor.
    private const int Here = -100; // AT_FDCWD
    private const int NotThroughLinks = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int OfTheHandle = 0x1000; // AT_EMPTY_PATH
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8; // STATX_TYPE | STATX_MODE | STATX_UID
    private const int ResultBytes = 256;
    private const int OwnerAt = 20; // stx_uid, 32 bits
    private const int ModeAt = 28; // stx_mode, 16 bits
    private const int TypeMask = 0xF000;
    private const int PermissionMask = 0x0FFF;

    /// <summary>The user that this process acts as.</summary>
    public static uint User => EffectiveUser();

    /// <summary>Of what lies at a path; null where nothing does, or where it cannot be told.</summary>
    /// <param name="throughLinks">False for the link itself.</param>
    /// <param name="error">errno where there is none; 0 else.</param>
    public static FileStatus? At(string path, bool throughLinks, out int error) =>
        Look(Here, path, throughLinks ? 0 : NotThroughLinks, out error);

    /// <summary>Of an open file; null where it cannot be told.</summary>
    public static FileStatus? Read(SafeFileHandle file)
    {
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            return Look((int)file.DangerousGetHandle(), "", OfTheHandle, out _);
        }
        finally
        {
            if (isHeld) file.DangerousRelease();
        }
    }

    private static FileStatus? Look(int folder, string path, int flags, out int error)
    {
        Span<byte> result = stackalloc byte[ResultBytes];
        var failed = Look(folder, path, flags, TypeModeAndOwner, ref MemoryMarshal.GetReference(result)) != 0;
        error = failed ? Marshal.GetLastPInvokeError() : 0;
        if (failed) return null;
        var mode = MemoryMarshal.Read<ushort>(result[ModeAt..]);
        return new FileStatus(mode & TypeMask, MemoryMarshal.Read<uint>(result[OwnerAt..]), (UnixFileMode)(mode & PermissionMask));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Look(int folder, string path, int flags, uint mask, ref byte result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
