using EdgeRuntime.Assistant.Listening;

namespace TestKit;

/// <summary>A streaming model whose outputs are given by a function of the output's number since the last reset, for tests of what is
/// built around models.</summary>
/// <param name="outputSize">Numbers per output.</param>
/// <param name="logit">Logit by output number and index in the output vector.</param>
/// <param name="outputsPerStep">Outputs per step.</param>
public sealed class ScriptedModel(int outputSize, Func<int, int, float> logit, int outputsPerStep = 1) : IStreamingModel
{
    private int _next;

    /// <summary>All features taken in, step after step, when <see cref="Keep"/> is set.</summary>
    public List<float> Heard { get; } = [];

    /// <summary>True to keep what is heard.</summary>
    public bool Keep { get; init; }

    /// <summary>Times that the stream was reset.</summary>
    public int Resets { get; private set; }

    /// <summary>True once disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc />
    public int FramesPerStep => 4 * outputsPerStep;

    /// <inheritdoc />
    public int OutputsPerStep => outputsPerStep;

    /// <inheritdoc />
    public int OutputSize => outputSize;

    /// <inheritdoc />
    public void Reset()
    {
        _next = 0;
        Resets++;
    }

    /// <inheritdoc />
    public void Step(ReadOnlySpan<float> features, Span<float> outputs)
    {
        if (Keep)
        {
            Heard.AddRange(features);
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = logit(_next + (i / outputSize), i % outputSize);
        }

        _next += outputsPerStep;
    }

    /// <inheritdoc />
    public void Dispose() => IsDisposed = true;
}
