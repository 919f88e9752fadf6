using System.Text;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Speaking;

/// <summary>A program that turns a sentence into a WAV on its standard output.</summary>
/// <param name="Name">Name of the program.</param>
/// <param name="Path">Where it was found.</param>
public sealed record SpeechVoice(string Name, string Path)
{
    /// <summary>Programs that are known, best voice first.</summary>
    public static IReadOnlyList<string> Known { get; } = ["flite", "espeak-ng"];

    /// <value>Voices and how long they may take.</value>
    public SpeechOptions Options { get; init; } = new();

    /// <summary>The one that was chosen, else the best one; null where it is not installed.</summary>
    public static SpeechVoice? Find(ProgramFinder programs, SpeechOptions options) =>
        Known.Where(name => options.Program is null || options.Program == name)
            .Select(name => (name, path: programs.Find(name))).Where(found => found.path is not null)
            .Select(found => new SpeechVoice(found.name, found.path!) { Options = options }).FirstOrDefault();

    // Neither program lets a sentence that begins with a dash be taken for an option: flite has it behind -t, espeak-ng on its input.
    internal IReadOnlyList<string> Arguments(string sentence) => Name == "flite"
        ? ["-voice", Options.FliteVoice, "-t", sentence, "-o", "/dev/stdout"]
        : ["--stdin", "--stdout", "-v", Options.EspeakVoice];

    internal ReadOnlyMemory<byte> Input(string sentence) => Name == "flite" ? default : Encoding.UTF8.GetBytes(sentence);
}
