using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRuntime.Gateway.Upstreams.Routing;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

internal sealed partial class OpenAiUpstream
{
    private const int LongestTranscriptBytes = 64 * 1024; // 60 s of speech are about 1 KiB
    private const int LongestSpeechBytes = 16 * 1024 * 1024; // 16 bit at 48 kHz for 174 s

    public ValueTask<Outcome<string>> TranscribeAsync(
        ChatRequest request, RouteOptions route, ReadOnlyMemory<byte> pcm16, CancellationToken cancellationToken)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(ModelName(request, route)), "model" },
            { new StringContent("json"), "response_format" },
            { WavSound.Content(pcm16), "file", "utterance.wav" },
        };
        var message = Post("audio/transcriptions", form, leaving: request.Leaving);
        return AskAsync(request.Deadline, message, LongestTranscriptBytes, Transcript, cancellationToken);
    }

    public ValueTask<Outcome<SpokenSentence>> SpeakAsync(
        ChatRequest request, RouteOptions route, string sentence, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["model"] = ModelName(request, route),
            ["input"] = sentence,
            ["voice"] = route.Voice,
            ["response_format"] = route.SpeechFormat,
        };
        return AskAsync(
            request.Deadline, Post("audio/speech", Json(body)), LongestSpeechBytes, sound => Speech(route, sound), cancellationToken);
    }

    /// <summary>Asks whether a text is acceptable.</summary>
    internal ValueTask<Outcome<bool>> ModerateAsync(string model, string text, Deadline deadline, CancellationToken cancellationToken) =>
        AskAsync(
        deadline, Post("moderations", Json(new JsonObject { ["model"] = model, ["input"] = text })), LongestTranscriptBytes, Flagged,
        cancellationToken);

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static string ModelName(ChatRequest request, RouteOptions route) => route.Model.Length == 0 ? request.Model : route.Model;

    private async ValueTask<Outcome<T>> AskAsync<T>(
        Deadline deadline, HttpRequestMessage message, int mostBytes, Func<ReadOnlyMemory<byte>, Outcome<T>> read,
        CancellationToken cancellationToken)
    {
        using var watch = new AnswerTimeout(_time, _options.FirstTokenTimeout, deadline, cancellationToken);
        try
        {
            using (message)
            {
                using var response = await SendAsync(message, watch.Token);
                return Refusal(response) is { } refusal ? refusal
                    : await ReadAsync(response, mostBytes, watch) is { } body ? read(body)
                    : UpstreamFailures.Broken(Name, "sent a body that is too long");
            }
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            return UpstreamFailures.Timeout(Name, "did not answer in time") with { Evidence = UpstreamFailures.EvidenceOf(late) };
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return UpstreamFailures.Unavailable(
                Name, "cannot be reached or broke off") with
            { Evidence = UpstreamFailures.EvidenceOf(broken) };
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpResponseMessage response, int mostBytes, AnswerTimeout watch)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(watch.Token);
        var buffer = new byte[Math.Clamp(response.Content.Headers.ContentLength ?? 4096, 4096, mostBytes)];
        var length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), watch.Token) is var count and > 0)
        {
            watch.Touch(_options.IdleTimeout);
            length += count;
            if (length == buffer.Length && length >= mostBytes)
            {
                return null;
            }

            Array.Resize(ref buffer, length == buffer.Length ? Math.Min(mostBytes, length * 2) : buffer.Length);
        }

        return buffer.AsMemory(0, length);
    }

    private Outcome<string> Transcript(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("text", out var text) && text.GetString() is { } words && !words.Contains('\0')
                ? words.Trim()
                : UpstreamFailures.Broken(Name, "sent a transcript without text");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return UpstreamFailures.Broken(Name, "sent something that is not a transcript");
        }
    }

    private Outcome<bool> Flagged(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("results").EnumerateArray().Any(result => result.GetProperty("flagged").GetBoolean());
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return UpstreamFailures.Broken(Name, "sent something that is not a moderation");
        }
    }

    private Outcome<SpokenSentence> Speech(RouteOptions route, ReadOnlyMemory<byte> sound)
    {
        var sentence = route.SpeechFormat == "wav"
            ? WavSound.Read(sound)
            : new SpokenSentence(sound[..(sound.Length & ~1)], route.SampleRateHz);
        return sentence is { Pcm16.Length: > 0 } ? sentence : UpstreamFailures.Broken(Name, "sent something that is not speech");
    }
}
