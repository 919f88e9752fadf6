using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>Hears what a test has written down, a symbol per output, and then blanks.</summary>
internal sealed class ScriptedUtteranceModel(string script) : IUtteranceModel
{
    public const int Longest = 400;

    private readonly string[] _symbols = script.Split(' ');
    private readonly float[] _features = new float[Longest * AudioFormat.Bands];

    public int MostFrames => Longest;

    public int OutputSize => Phones.Count;

    public Span<float> Features => _features;

    public ReadOnlySpan<float> Run(int frames)
    {
        var logits = new float[frames / 4 * OutputSize];
        for (var output = 0; output < frames / 4; output++)
            logits[output * OutputSize + (output < _symbols.Length ? Phones.IdOf(_symbols[output]) : 0)] = 20;
        return logits;
    }

    public void Dispose()
    {
    }
}
