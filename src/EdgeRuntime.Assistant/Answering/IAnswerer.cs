namespace EdgeRuntime.Assistant.Answering;

/// <summary>Somebody who answers questions in a stream: the cloud, or a language model on the glasses.</summary>
public interface IAnswerer
{
    /// <summary>Asks. The stream always ends with one <see cref="AnswerEvent.Done"/> or <see cref="AnswerEvent.Failed"/>;
    /// every word comes once and in order. An event counts as used when the next one is asked for. Tools run through
    /// <see cref="Question.RunTool"/> while the stream is read.</summary>
    /// <param name="cancellationToken">Stops the answer and the spending; then <see cref="OperationCanceledException"/> comes out.</param>
    IAsyncEnumerable<AnswerEvent> AskAsync(Question question, CancellationToken cancellationToken);
}
