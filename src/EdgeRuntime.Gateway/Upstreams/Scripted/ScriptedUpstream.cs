using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace EdgeRuntime.Gateway.Upstreams.Scripted;

/// <summary>Gives fixed answers for development, each of which begins with "Scripted answer". Never leaves the process, so it counts as
/// private.
/// Deterministic; what it can be asked for stands at <see cref="ScriptedAnswer"/>.</summary>
internal sealed class ScriptedUpstream(ScriptedOptions options, TimeProvider time) : IUpstream
{
    private const int SpeechRateHz = 16_000;
    private const int SamplesPerWord = SpeechRateHz / 5; // five words a second

    public string Name => UpstreamsOptions.ScriptedName;

    public bool Private => true;

    public int MaxConcurrent => int.MaxValue;

    public IAsyncEnumerator<ChatEvent> Chat(ChatRequest request, RouteOptions route, CancellationToken cancellationToken) =>
        StreamAsync(request, ScriptedAnswer.To(request), cancellationToken).GetAsyncEnumerator(cancellationToken);

    public ValueTask<Outcome<string>> TranscribeAsync(
        ChatRequest request, RouteOptions route, ReadOnlyMemory<byte> pcm16, CancellationToken cancellationToken)
    {
        request.Leaving?.Invoke();
        return ValueTask.FromResult<Outcome<string>>(
            string.Create(CultureInfo.InvariantCulture, $"Scripted transcript of {pcm16.Length / 32_000.0:0.0} seconds of sound."));
    }

    // A quiet tone that steps down with every word: nobody takes it for a voice.
    public ValueTask<Outcome<SpokenSentence>> SpeakAsync(
        ChatRequest request, RouteOptions route, string sentence, CancellationToken cancellationToken)
    {
        var words = Math.Clamp(sentence.Count(char.IsWhiteSpace) + 1, 1, 200);
        var pcm = new byte[words * SamplesPerWord * 2];
        for (var sample = 0; sample < pcm.Length / 2; sample++)
        {
            var hz = 660 - 40 * (sample / SamplesPerWord % 8);
            BinaryPrimitives.WriteInt16LittleEndian(
                pcm.AsSpan(sample * 2), (short)(2000 * Math.Sin(2 * Math.PI * hz * sample / SpeechRateHz)));
        }

        return ValueTask.FromResult<Outcome<SpokenSentence>>(new SpokenSentence(pcm, SpeechRateHz));
    }

    private async IAsyncEnumerable<ChatEvent> StreamAsync(
        ChatRequest request, ScriptedAnswer answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        request.Leaving?.Invoke();
        var perSecond = answer.TokensPerSecond ?? options.TokensPerSecond;
        var said = 0;
        foreach (var word in answer.Words)
        {
            if (said == request.MaxOutputTokens)
            {
                break;
            }

            if (perSecond > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 / perSecond), time, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            said++;
            yield return new ChatEvent { Text = word };
        }

        if (answer.Breaks)
        {
            yield return new ChatEvent { Failure = UpstreamFailures.Broken(Name, "broke off because it was asked to") };
            yield break;
        }

        if (answer.ToolCall is { } call)
        {
            yield return new ChatEvent { ToolCall = call };
        }

        yield return new ChatEvent
        {
            Finished = new(TokenEstimate.OfPrompt(request), said, Images: request.Messages.Sum(static message => message.Images.Count)),
            Counted = true, // its words are its tokens
            CutShort = said == request.MaxOutputTokens && said < answer.Words.Count,
        };
    }
}
