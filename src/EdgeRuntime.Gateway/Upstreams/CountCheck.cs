using System.Text;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Whether a server's count of tokens can be true, by the text that was sent and came back and by the limit of the answer. A token
/// has at least a byte, so that what goes beyond the text is templates, the server's own instructions and thinking that did not come along;
/// the first two are bounded, and the last the server has to name. What lies outside is no count.</summary>
internal static class CountCheck
{
    private const int MostBytesPerToken = 16; // the mean over a whole text: common vocabularies have about 4, runs of spaces more
    private const int TemplateTokens = 64; // around a message, a tool or a call
    private const int MostTokensPerImage = 16_640; // 4 x 4096 patches and their frame

    /// <summary>True when both numbers can be true; negative ones, which stand for none, never are.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answerBytes">UTF-8 of the answer, its tool calls and the thinking that came along.</param>
    /// <param name="inputTokens">As counted.</param>
    /// <param name="outputTokens">As counted, thinking too.</param>
    /// <param name="thoughtTokens">Of these, thinking by the server's word: what of it did not come along only the limit bounds.</param>
    /// <param name="instructionTokens">The most that the server puts around a question by itself.</param>
    public static bool CanBeTrue(
        ChatRequest request, long answerBytes, long inputTokens, long outputTokens, long thoughtTokens, int instructionTokens)
    {
        long bytes = 0, parts = request.Messages.Count + request.Tools.Count, images = 0;
        foreach (var message in request.Messages)
        {
            bytes += Encoding.UTF8.GetByteCount(message.Text);
            images += message.Images.Count;
            parts += message.ToolCalls.Count;
            foreach (var call in message.ToolCalls)
            {
                bytes += Encoding.UTF8.GetByteCount(call.Name) + Encoding.UTF8.GetByteCount(call.ArgumentsJson);
            }
        }

        foreach (var tool in request.Tools)
        {
            bytes += Encoding.UTF8.GetByteCount(tool.Name) + Encoding.UTF8.GetByteCount(tool.Description)
                + Encoding.UTF8.GetByteCount(tool.ParametersJson);
        }

        var mostInput = bytes + parts * TemplateTokens + images * MostTokensPerImage + instructionTokens;
        var thought = Math.Clamp(thoughtTokens, 0, request.MaxOutputTokens);
        var mostOutput = Math.Min(request.MaxOutputTokens, answerBytes + TemplateTokens + thought);
        return inputTokens >= Least(bytes) && inputTokens <= mostInput && outputTokens >= Least(answerBytes) && outputTokens <= mostOutput;
    }

    private static long Least(long bytes) => (bytes + MostBytesPerToken - 1) / MostBytesPerToken;
}
