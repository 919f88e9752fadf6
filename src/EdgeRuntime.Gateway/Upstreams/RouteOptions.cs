namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One server that a model can be asked at.</summary>
public sealed record RouteOptions
{
    /// <summary>What <see cref="MaxTokensField"/> may be: no other field limits an answer at any server that is known here.</summary>
    internal static readonly string[] MaxTokensFields = ["max_tokens", "max_completion_tokens", "max_new_tokens", "n_predict"];

    /// <value>Name of a server.</value>
    public string Server { get; init; } = "";

    /// <value>Name of the model at that server; empty for the same name.</value>
    public string Model { get; init; } = "";

    /// <value>Lower is asked first; higher only when none of the lower can be asked.</value>
    public int Order { get; init; }

    /// <value>Share among servers of the same order.</value>
    public int Weight { get; init; } = 1;

    /// <value>Field of the request that limits the answer; newer commercial models want <c>max_completion_tokens</c>; also
    /// <c>max_new_tokens</c> and <c>n_predict</c>.</value>
    public string MaxTokensField { get; init; } = "max_tokens";

    /// <value>Whether an answer begins in the middle of the model's thinking and has only the closing <c>&lt;/think&gt;</c>, as with
    /// templates that write the opening one into the question.</value>
    public bool BeginsThinking { get; init; }

    /// <value>Most tokens of instructions that the server puts around a question by itself, as templates of models do. A count of the
    /// question that is higher by more is not believed.</value>
    public int InstructionTokens { get; init; } = 512;

    /// <value>Voice of <see cref="UpstreamModelOptions.Speak"/>.</value>
    public string Voice { get; init; } = "alloy";

    /// <value>Form of speech asked for: <c>pcm</c> (bare samples at <see cref="SampleRateHz"/>) or <c>wav</c>.</value>
    public string SpeechFormat { get; init; } = "pcm";

    /// <value>Samples per second of bare speech.</value>
    public int SampleRateHz { get; init; } = 24_000;
}
