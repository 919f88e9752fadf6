using System.Collections.Frozen;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>The words that servers put into <c>finish_reason</c>. Sources: the API references of OpenAI and Azure OpenAI, Mistral,
/// DeepSeek, Gemini's OpenAI-compatible endpoint, OpenRouter, Together and Zhipu; the servers of vLLM, SGLang, llama.cpp, Text Generation
/// Inference and Ollama.</summary>
internal static class FinishReasons
{
    private static readonly FrozenDictionary<string, ChatFinish> Known = new Dictionary<string, ChatFinish>
    {
        ["stop"] = ChatFinish.Whole,
        ["eos"] = ChatFinish.Whole,
        ["eos_token"] = ChatFinish.Whole,
        ["stop_sequence"] = ChatFinish.Whole,
        ["end_turn"] = ChatFinish.Whole,
        ["tool_calls"] = ChatFinish.ToolCalls,
        ["tool_use"] = ChatFinish.ToolCalls,
        ["length"] = ChatFinish.Length,
        ["max_tokens"] = ChatFinish.Length,
        ["model_length"] = ChatFinish.Length,
        ["content_filter"] = ChatFinish.Filtered,
        ["sensitive"] = ChatFinish.Filtered,
        ["safety"] = ChatFinish.Filtered,
        ["error"] = ChatFinish.Error,
        ["abort"] = ChatFinish.Error,
        ["network_error"] = ChatFinish.Error,
        ["insufficient_system_resource"] = ChatFinish.Error,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a word says; an empty one, which some servers send with every piece, says nothing.</summary>
    public static ChatFinish Read(string word) => word.Length == 0 ? ChatFinish.None : Known.GetValueOrDefault(word, ChatFinish.Unknown);
}
