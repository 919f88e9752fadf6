using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Speech;
using TestKit;

namespace Benchmarks;

/// <summary>The committed models, contexts and one synthetic utterance, as the benchmarks use them.</summary>
internal static class Installed
{
    /// <summary>Models of the repository.</summary>
    public static ModelCatalog Catalog { get; } = Value(ModelCatalog.Open(Repository.PathOf("models")));

    /// <summary>One thread, as on the glasses.</summary>
    public static InferenceEngine Engine { get; } = Value(InferenceEngine.Start(DeviceProfile.Glasses));

    /// <summary>Settings of the decoder.</summary>
    public static DecodingOptions Decoding => Value(DecodingOptions.Load(Value(Catalog.PathOf(FileIds.AcousticDecoding))));

    /// <summary>What speech at large sounds like.</summary>
    public static BackgroundModel Background => Value(BackgroundModel.Load(Value(Catalog.Read(FileIds.Background))));

    /// <summary>The second pass as it ships; null where its weight is 0.</summary>
    public static SecondPass? Second() => Decoding.SecondPassWeight == 0 ? null
        : new SecondPass(Value(UtteranceModel.Open(Engine, Catalog, ModelIds.SecondPass)), Prior, Decoding.SecondPassWeight);

    /// <summary>Mean spectrum of speech, [80].</summary>
    public static float[] Prior => Value(FeaturePrior.Load(new MemoryStream(Value(Catalog.Read(FileIds.FeaturesPrior)))));

    /// <summary>A stream of a committed model.</summary>
    public static StreamingModel Stream(string id) => Value(StreamingModel.Open(Engine, Catalog, id));

    /// <summary>"Turn the volume up to seventy percent", 2.5 s of synthetic speech at 16 kHz.</summary>
    public static float[] Utterance()
    {
        using var file = File.OpenRead(Fixtures.Path("golden/volume.wav"));
        using var wav = new BinaryReader(file);
        file.Position = 44;
        var samples = new float[(file.Length - 44) / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = wav.ReadInt16() / 32768f;
        }

        return samples;
    }

    /// <summary>The raw log-mel frames of the utterance, [n, 80].</summary>
    public static float[] UtteranceFrames()
    {
        var samples = Utterance();
        var frames = new float[LogMelFrontEnd.MaxFrames(samples.Length) * AudioFormat.Bands];
        var count = new LogMelFrontEnd().Process(samples, frames);
        return frames[..(count * AudioFormat.Bands)];
    }

    /// <summary>The context of the glasses with so many contacts more, of two dictionary words each.</summary>
    public static PhoneGraph Graph(int contacts)
    {
        var lexicon = Value(Lexicon.Open(Value(Catalog.PathOf(FileIds.Lexicon))));
        var definition = Value(ContextFile.Load(Repository.PathOf("models", "contexts", "glasses.yaml")));
        var lists = contacts == 0 ? DynamicLists.None : DynamicLists.None.With("contact", Names(contacts));
        return Value(PhoneGraph.Compile(Value(ContextCompiler.Compile(definition, lists)), new Pronouncer(lexicon)));
    }

    private static IEnumerable<string> Names(int count)
    {
        var words = File.ReadLines(Value(Catalog.PathOf(FileIds.Lexicon)))
            .Select(line => line.Split(' ')[0]).Where(word => word.Length > 3 && word.All(char.IsAsciiLetterLower)).Distinct().ToArray();
        var random = new Random(1);
        return Enumerable.Range(0, count).Select(_ => $"{words[random.Next(words.Length)]} {words[random.Next(words.Length)]}").ToArray();
    }

    private static T Value<T>(Outcome<T> outcome) => outcome.TryGet(out var value, out var failure)
        ? value : throw new InvalidOperationException($"{failure.Code}: {failure.Message} {failure.Next}");
}
