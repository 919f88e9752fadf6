using System.Buffers.Binary;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Reads the mean spectrum of speech that a <see cref="FeatureNormalizer"/> starts from.</summary>
public static class FeaturePrior
{
    /// <summary>Reads <see cref="AudioFormat.Bands"/> little-endian float32, in nat above the floor.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Outcome<float[]> Load(Stream stream)
    {
        var bytes = new byte[(AudioFormat.Bands * sizeof(float)) + 1];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read != AudioFormat.Bands * sizeof(float))
        {
            return Wrong($"expected {AudioFormat.Bands * sizeof(float)} bytes, found {(read < bytes.Length ? read : "more")}");
        }

        var prior = new float[AudioFormat.Bands];
        for (var band = 0; band < prior.Length; band++)
        {
            prior[band] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(band * sizeof(float)));
            if (!(Math.Abs(prior[band]) < 100))
            {
                return Wrong($"band {band} holds {prior[band]}");
            }
        }

        return prior;
    }

    private static Failure Wrong(string why) => new(
        Stages.Model, "features-prior-invalid", $"Refusing to use the feature prior: {why}.", "Install the models again.", Blame.Model);
}
