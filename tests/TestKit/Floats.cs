using System.Buffers.Binary;

namespace TestKit;

/// <summary>Arrays of little-endian float32, as the training code writes them.</summary>
public static class Floats
{
    /// <summary>Reads a whole file.</summary>
    public static float[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return values;
    }

    /// <summary>Largest absolute difference of two arrays of the same length; infinity where the lengths differ or a value is not a
    /// number.</summary>
    public static double MaxDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
        {
            return double.PositiveInfinity;
        }

        var max = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            max = difference <= max ? max : double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }

        return max;
    }
}
