namespace EdgeRuntime.Assistant.Audio;

/// <summary>How a WAV file writes one sample.</summary>
public enum WavEncoding
{
    /// <summary>Unsigned 8-bit integers, silence at 128.</summary>
    Unsigned8,

    /// <summary>Signed 16-bit integers.</summary>
    Signed16,

    /// <summary>Signed 24-bit integers.</summary>
    Signed24,

    /// <summary>Signed 32-bit integers.</summary>
    Signed32,

    /// <summary>IEEE 754 single precision, full scale 1.</summary>
    Float32,

    /// <summary>IEEE 754 double precision, full scale 1.</summary>
    Float64,
}
