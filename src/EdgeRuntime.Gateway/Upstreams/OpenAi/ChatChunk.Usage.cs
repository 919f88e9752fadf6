using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

internal sealed partial class ChatChunk
{
    // Whether there is a count.
    private bool ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        long total = -1;
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                InputTokens = Number(ref reader, InputTokens);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                OutputTokens = Number(ref reader, OutputTokens);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                total = Number(ref reader, total);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                ReadDetails(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Some servers leave thinking out of the one number, but never out of the total.
        if (InputTokens >= 0 && OutputTokens >= 0 && total - InputTokens > OutputTokens)
        {
            ThoughtTokens = Math.Max(ThoughtTokens, total - InputTokens - OutputTokens);
            OutputTokens = total - InputTokens;
        }

        return true;
    }

    private void ReadDetails(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("reasoning_tokens"u8)) ThoughtTokens = Math.Max(ThoughtTokens, Number(ref reader, 0));
            else reader.Skip();
        }
    }

    private static long Number(ref Utf8JsonReader reader, long otherwise)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value))
        {
            return value;
        }

        reader.Skip();
        return otherwise;
    }
}
