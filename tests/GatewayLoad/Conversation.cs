using System.Diagnostics;
using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace GatewayLoad;

/// <summary>One turn from Start to its end, as a client sees it.</summary>
internal sealed class Conversation
{
    public TimeSpan ToFirstWord { get; private set; }

    public TimeSpan Took { get; private set; }

    public Done? Done { get; private set; }

    public Error? Error { get; private set; }

    public static async Task<Conversation> RunAsync(
        Assistant.AssistantClient client, Metadata authorization, string key, string question, CancellationToken stop)
    {
        var told = new Conversation();
        var began = Stopwatch.GetTimestamp();
        using var call = client.Converse(authorization, cancellationToken: stop);
        await call.RequestStream.WriteAsync(
            new ConverseRequest { Sequence = 1, Start = new Start { IdempotencyKey = key, PrivacyClass = PrivacyClass.Sensitive } }, stop);
        try
        {
            await call.RequestStream.WriteAsync(
                new ConverseRequest { Sequence = 2, Text = new Text { Text_ = question, Last = true } }, stop);
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException) when (!stop.IsCancellationRequested)
        {
            // Refused before it was asked; the reason is read below.
        }

        while (await call.ResponseStream.MoveNext(stop))
        {
            var response = call.ResponseStream.Current;
            if (response.TextDelta is not null && told.ToFirstWord == default) told.ToFirstWord = Stopwatch.GetElapsedTime(began);
            told.Done ??= response.Done;
            told.Error ??= response.Error;
        }

        told.Took = Stopwatch.GetElapsedTime(began);
        return told;
    }
}
