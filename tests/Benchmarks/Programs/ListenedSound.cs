using TestKit;

namespace Benchmarks.Programs;

/// <summary>Sound for whole programs, made of the committed recordings in a folder of this machine's temporary files.</summary>
internal static class ListenedSound
{
    private const int Header = 44; // bytes of a WAV file before its samples
    private const int SecondBytes = 2 * 16000; // 16 bits at 16 kHz
    private static readonly string Folder = Directory.CreateTempSubdirectory("compared-sound-").FullName;

    /// <summary>Ten minutes: other people's speech, then as much silence, again and again. Nobody is addressed.</summary>
    public static string TenMinutes { get; } = WriteTenMinutes();

    /// <summary>The committed commands, eight times.</summary>
    public static string Manifest { get; } = WriteManifest();

    private static string WriteTenMinutes()
    {
        var speech = File.ReadAllBytes(Fixtures.Path("speech/other-speech.wav"));
        var path = Path.Combine(Folder, "ten-minutes.wav");
        using var file = new BinaryWriter(File.Create(path));
        var length = 600 * SecondBytes;
        file.Write(speech.AsSpan(0, Header - 4));
        file.Write(length);
        for (var left = length; left > 0;)
        {
            var piece = Math.Min(left, speech.Length - Header);
            file.Write(speech.AsSpan(Header, piece));
            var silence = Math.Min(left - piece, piece);
            file.Write(new byte[silence]);
            left -= piece + silence;
        }

        file.Seek(4, SeekOrigin.Begin);
        file.Write(length + Header - 8);
        return path;
    }

    private static string WriteManifest()
    {
        string[] commands = ["set-timer-ten-minutes", "set-volume-thirty", "take-a-photo", "translate-this-to-french", "what-time-is-it"];
        var path = Path.Combine(Folder, "commands.tsv");
        var rows = Enumerable.Repeat(commands, 8).SelectMany(all => all).Select(name => $"{Fixtures.Path($"speech/{name}.wav")}\t\t");
        File.WriteAllLines(path, rows.Prepend("file\tintent\tslots"));
        return path;
    }
}
