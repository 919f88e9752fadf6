namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One server: a real one over HTTP, or the scripted one. Safe for several threads. Failures have the codes of
/// <see cref="IModels"/>.</summary>
internal interface IUpstream
{
    /// <summary>Name in routes and logs.</summary>
    string Name { get; }

    /// <summary>Whether sensitive questions may be sent here.</summary>
    bool Private { get; }

    /// <summary>Most questions at the same time.</summary>
    int MaxConcurrent { get; }

    /// <summary>Asks. Nothing is sent before the first <c>MoveNextAsync</c>; ends with one finish or failure; disposing it stops the
    /// spending.</summary>
    IAsyncEnumerator<ChatEvent> Chat(ChatRequest request, RouteOptions route, CancellationToken cancellationToken);

    /// <summary>Writes down 16 kHz mono sound.</summary>
    ValueTask<Outcome<string>> TranscribeAsync(
        ChatRequest request, RouteOptions route, ReadOnlyMemory<byte> pcm16, CancellationToken cancellationToken);

    /// <summary>Speaks a sentence; PCM, 16 bit, mono, at the rate that comes with it.</summary>
    ValueTask<Outcome<SpokenSentence>> SpeakAsync(
        ChatRequest request, RouteOptions route, string sentence, CancellationToken cancellationToken);
}
