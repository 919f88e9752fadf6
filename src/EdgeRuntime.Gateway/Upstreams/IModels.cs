namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Every model behind the gateway, with order, weights, health, failover, hedging and circuit breakers inside. Safe for several
/// threads.</summary>
public interface IModels
{
    /// <summary>True when the model answers with fixed sentences for development.</summary>
    bool IsScripted(string model);

    /// <summary>Why a model cannot do what a turn asks of it, whatever its servers say; null when it can.</summary>
    /// <param name="model">Name as callers use it.</param>
    /// <param name="privateOnly">Only by servers marked private.</param>
    /// <param name="speaks">Its answers are to be spoken, too.</param>
    Failure? WhyNever(string model, bool privateOnly, bool speaks);

    /// <summary>Asks a model. The stream always ends with one <see cref="ChatEvent.Finished"/> or one <see cref="ChatEvent.Failure"/>
    /// (<c>upstream-unavailable</c>, <c>upstream-refused</c>, <c>upstream-broken</c>, <c>upstream-timeout</c>); cancelling it stops the
    /// spending.</summary>
    IAsyncEnumerable<ChatEvent> ChatAsync(ChatRequest request, CancellationToken cancellationToken);

    /// <summary>Writes down what was said. PCM, 16 bit, 16 kHz, mono. Failures as for <see cref="ChatAsync"/>.</summary>
    ValueTask<Outcome<string>> TranscribeAsync(ChatRequest request, ReadOnlyMemory<byte> pcm16, CancellationToken cancellationToken);

    /// <summary>Speaks a sentence; PCM, 16 bit, mono. Failures as for <see cref="ChatAsync"/>.</summary>
    ValueTask<Outcome<SpokenSentence>> SpeakAsync(ChatRequest request, string sentence, CancellationToken cancellationToken);
}
