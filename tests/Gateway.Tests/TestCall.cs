using EdgeRuntime.Contracts.V1;
using Grpc.Core;

namespace Gateway.Tests;

/// <summary>One Converse call of a test client: numbers what it sends, keeps what it reads.</summary>
internal sealed class TestCall(AsyncDuplexStreamingCall<ConverseRequest, ConverseResponse> call, ulong sent = 0) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for a defect, not for a slow machine

    public List<ConverseResponse> Got { get; } = [];

    public ulong Sent { get; private set; } = sent;

    public Started Started => Got.First(response => response.Started is not null).Started;

    public ulong LastSequence => Got.Count == 0 ? 0 : Got[^1].Sequence;

    public string Text => string.Concat(Got.Select(response => response.TextDelta?.Text));

    public Done Done => Got[^1].Done ?? throw new InvalidOperationException($"It ended with {Got[^1]}");

    public Error Error => Got[^1].Error ?? throw new InvalidOperationException($"It ended with {Got[^1]}");

    public static Start StartOf(string key, Action<Start>? change = null)
    {
        var start = new Start { IdempotencyKey = key };
        change?.Invoke(start);
        return start;
    }

    public Task SendAsync(ConverseRequest request)
    {
        if (request.Acknowledge is null && request.Cancel is null) request.Sequence = ++Sent;
        return call.RequestStream.WriteAsync(request);
    }

    public Task SendRawAsync(ConverseRequest request) => call.RequestStream.WriteAsync(request);

    public Task StartAsync(string key, Action<Start>? change = null) => SendAsync(new ConverseRequest { Start = StartOf(key, change) });

    public Task SayAsync(string text) => SendAsync(new ConverseRequest { Text = new Text { Text_ = text, Last = true } });

    public Task CancelAsync() => SendAsync(new ConverseRequest { Cancel = new Cancel() });

    public Task HalfCloseAsync() => call.RequestStream.CompleteAsync();

    /// <summary>Reads until a response fits; the rest stays to be read.</summary>
    public async Task<ConverseResponse> ReadUntilAsync(Func<ConverseResponse, bool> fits)
    {
        using var impatient = new CancellationTokenSource(Patience);
        while (await call.ResponseStream.MoveNext(impatient.Token))
        {
            Got.Add(call.ResponseStream.Current);
            if (fits(Got[^1])) return Got[^1];
        }

        throw new InvalidOperationException($"The call ended before that, with {Got.LastOrDefault()}");
    }

    public Task<ConverseResponse> ReadStartedAsync() => ReadUntilAsync(response => response.Started is not null);

    /// <summary>Reads to the end.</summary>
    public async Task<TestCall> ReadAllAsync()
    {
        using var impatient = new CancellationTokenSource(Patience);
        while (await call.ResponseStream.MoveNext(impatient.Token)) Got.Add(call.ResponseStream.Current);
        return this;
    }

    /// <summary>A whole turn.</summary>
    public async Task<TestCall> AskAsync(string key, string text, Action<Start>? change = null)
    {
        await StartAsync(key, change);
        try
        {
            await SayAsync(text);
        }
        catch (RpcException)
        {
            // Refused already; the reason is read below.
        }

        return await ReadAllAsync();
    }

    /// <summary>Cuts the link, as a client does that is gone.</summary>
    public void Dispose() => call.Dispose();
}
