using System.Text;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Tokens of a text when nobody has counted them: one for every four bytes of UTF-8, begun ones counted.</summary>
public static class TokenEstimate
{
    private const int BytesPerToken = 4; // English prose in the common vocabularies has 4 to 4.5

    private const int TokensPerMessage = 4; // role and separators of common chat templates
    private const int TokensPerImage = 765; // what a 1024 x 1024 picture costs at the best known commercial server

    /// <summary>The estimate for a text; 0 for an empty one.</summary>
    public static long Count(ReadOnlySpan<char> text) => CountBytes(Encoding.UTF8.GetByteCount(text));

    /// <summary>The estimate for so many bytes of UTF-8.</summary>
    public static long CountBytes(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>The estimate for one message of a conversation, with its pictures.</summary>
    public static long OfMessage(ChatMessage message) =>
        TokensPerMessage + Count(message.Text) + message.Images.Count * TokensPerImage
        + message.ToolCalls.Sum(call => TokensPerMessage + Count(call.Name) + Count(call.ArgumentsJson));

    /// <summary>The estimate for everything that a question sends: messages, pictures and tools.</summary>
    public static long OfPrompt(ChatRequest request) =>
        request.Messages.Sum(OfMessage)
        + request.Tools.Sum(CountTool);

    /// <summary>The estimate for a tool that is offered, with the schema of its arguments.</summary>
    public static long CountTool(Contracts.V1.Tool tool) =>
        TokensPerMessage + Count(tool.Name) + Count(tool.Description) + Count(tool.ParametersJson);
}
