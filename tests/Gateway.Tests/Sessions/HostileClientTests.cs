using System.Buffers.Binary;
using EdgeRuntime.Contracts.V1;
using Gateway.Tests.Fakes;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.Tests.Sessions;

public sealed class HostileClientTests
{
    private static readonly Marshaller<byte[]> Raw = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static readonly Method<byte[], byte[]> RawConverse = new(
        MethodType.DuplexStreaming, "edgeruntime.v1.Assistant", "Converse", Raw, Raw);

    public static TheoryData<string, Action<Start>> BrokenStarts => new()
    {
        { "idempotency_key", start => start.IdempotencyKey = "" },
        { "idempotency_key", start => start.IdempotencyKey = new string('k', 65) },
        { "idempotency_key", start => start.IdempotencyKey = "k k" },
        { "session_id", start => start.SessionId = new string('s', 65) },
        { "session_id", start => start.SessionId = "../x" },
        { "deadline_ms", start => start.DeadlineMs = 99 },
        { "deadline_ms", start => start.DeadlineMs = 600_001 },
        { "price_ceiling_nanos", start => start.PriceCeilingNanos = -1 },
        { "locale", start => start.Locale = new string('x', 36) },
        { "model", start => start.Model = new string('x', 65) },
        { "privacy_class", start => start.PrivacyClass = (PrivacyClass)9 },
        { "priority", start => start.Priority = (Priority)9 },
        { "tools", start => start.Tools.Add(Enumerable.Range(0, 65).Select(i => new Tool { Name = $"t{i}", ParametersJson = "{}" })) },
        {
            "tools",
            start => start.Tools.Add(
                [new Tool { Name = "torch", ParametersJson = "{}" }, new Tool { Name = "torch", Description = "x", ParametersJson = "{}" }])
        },
        { "Tool.name", start => start.Tools.Add(new Tool { Name = "a b", ParametersJson = "{}" }) },
        { "Tool.description",
            start => start.Tools.Add(new Tool { Name = "a", Description = new string('x', 1025), ParametersJson = "{}" }) },
        { "Tool.parameters_json",
            start => start.Tools.Add(new Tool { Name = "a", ParametersJson = "{\"x\":\"" + new string('x', 8192) + "\"}" }) },
        { "Tool.parameters_json", start => start.Tools.Add(new Tool { Name = "a", ParametersJson = "{" }) },
        { "resume_token", start => start.ResumeToken = "short" },
        { "resume_token", start => start.ResumeToken = new string('x', 129) },
    };

    public static TheoryData<string, ConverseRequest> BrokenInputs => new()
    {
        { "bound-exceeded", new() { Text = new Text { Text_ = new string('x', 32_769) } } },
        { "bound-exceeded", new() { Audio = new Audio { Pcm16 = ByteString.CopyFrom(new byte[64_002]) } } },
        { "bound-exceeded", new() { Audio = new Audio { Pcm16 = ByteString.CopyFrom(new byte[3]) } } },
        { "audio-gap", new() { Audio = new Audio { Pcm16 = ByteString.CopyFrom(new byte[2]), FirstSample = 1 } } },
        { "bound-exceeded", new() { Frame = new Frame { Jpeg = Jpeg(0), Caption = new string('x', 257) } } },
        { "bound-exceeded", new() { Frame = new Frame { Jpeg = Jpeg((1 << 20) - 2) } } },
        { "bound-exceeded", new() { Frame = new Frame { Jpeg = Jpeg(2 << 20) } } },
        { "guardrail-picture", new() { Frame = new Frame { Jpeg = ByteString.CopyFromUtf8("GIF89a"), Last = true } } },
        { "message-unexpected", new() { Start = new Start { IdempotencyKey = "again" } } },
        { "message-unexpected", new() { ToolResult = new ToolResult { CallId = "never", ResultJson = "{}" } } },
        // half a character
        { "bound-exceeded", new() { ToolResult = new ToolResult { CallId = "never", ResultJson = """{"a":"\ud800"}""" } } },
        { "bound-exceeded", new() { ToolResult = new ToolResult { CallId = "never", ResultJson = "{} {}" } } },
        { "input-empty", new() { Text = new Text { Last = true } } },
    };

    [Theory]
    [MemberData(nameof(BrokenStarts))]
    public async Task Start_OutOfBounds_NamesTheField(string field, Action<Start> change)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k", change);
        await call.ReadAllAsync();

        Assert.Equal("bound-exceeded", call.Error.Code);
        Assert.Contains(field, call.Error.Message);
        Assert.Equal(0, gateway.Ledger.Open);
    }

    [Theory]
    [MemberData(nameof(BrokenInputs))]
    public async Task Input_Broken_EndsTheTurnWithADefinedErrorAndNoCost(string code, ConverseRequest request)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.ReadStartedAsync();
        await Record.ExceptionAsync(() => call.SendAsync(request.Clone())); // the gateway may end the call before it has taken all of it
        await call.ReadAllAsync();

        Assert.Equal(code, call.Error.Code);
        Assert.Equal(0, gateway.Ledger.Open);
        Assert.Empty(gateway.Ledger.Bills);
    }

    [Fact]
    public async Task Audio_LongerThanAMinute_ExceedsItsBound()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        for (var i = 0; i <= 30; i++)
        {
            await call.SendAsync(
                new ConverseRequest
                {
                    Audio = new Audio { Pcm16 = ByteString.CopyFrom(new byte[64_000]), FirstSample = (ulong)i * 32_000 },
                });
        }

        Assert.Equal("bound-exceeded", (await call.ReadAllAsync()).Error.Code);
    }

    [Theory]
    [InlineData(0ul, 2ul)]
    [InlineData(3ul, 2ul)]
    public async Task Input_NumberLeftOutOrMissing_IsASequenceGap(ulong got, ulong expected)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SendRawAsync(new ConverseRequest { Sequence = got, Text = new Text { Text_ = "x" } });
        await call.ReadAllAsync();

        Assert.Equal("sequence-gap", call.Error.Code);
        Assert.Contains($"{expected}", call.Error.Message);
    }

    [Fact]
    public async Task Input_AfterTheLastMessage_IsUnexpected()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Models.Answer = (_, stop) => Forever(stop);
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("hello");
        await call.SayAsync("and more");

        Assert.Equal("message-unexpected", (await call.ReadAllAsync()).Error.Code);
    }

    [Fact]
    public async Task Converse_FirstMessageIsNotStart_IsRefused()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.SayAsync("hello");
        using var empty = gateway.Call();
        await empty.HalfCloseAsync();

        Assert.Equal("start-missing", (await call.ReadAllAsync()).Error.Code);
        Assert.Equal("start-missing", (await empty.ReadAllAsync()).Error.Code);
    }

    [Fact]
    public async Task Input_EndsBeforeItIsWhole_IsIncomplete()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.HalfCloseAsync();

        Assert.Equal("input-incomplete", (await call.ReadAllAsync()).Error.Code);
    }

    [Fact]
    public async Task Input_NeverComes_TimesOut()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.ReadStartedAsync();
        var end = call.ReadAllAsync();
        await gateway.AdvanceUntilAsync(TimeSpan.FromSeconds(31), () => end.IsCompleted);

        Assert.Equal("input-timeout", (await end).Error.Code);
        Assert.Equal(0, gateway.Ledger.Open);
    }

    [Fact]
    public async Task Message_OneByteASecond_TimesOutAlthoughBytesCome()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var http = new HttpClient();
        using var content = new DripContent();
        using var message = Dripping(gateway, content);
        content.Drip(Framed(new ConverseRequest { Sequence = 1, Start = TestCall.StartOf("k") }.ToByteArray()));
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        var reading = response.Content.ReadAsByteArrayAsync();
        await gateway.ReservedAsync();
        content.Drip(0, 0, 0, 1, 0); // a message of 256 bytes follows
        await gateway.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () =>
        {
            content.Drip(0);
            return reading.IsCompleted;
        });
        content.Dispose(); // ends the request, which nobody else does

        Assert.Equal("input-timeout", LastOf(await reading).Error.Code);
        Assert.Equal(0, gateway.Ledger.Open);
    }

    [Theory]
    [InlineData(false, 0xFF, 0xFF, 0xFF, 0xFF)]
    [InlineData(true, 0xFF, 0xFF, 0xFF, 0xFF)]
    [InlineData(true, 0x80, 0, 0, 0)]
    public async Task Message_LongerThanAFrameCanBe_IsMalformed(bool isStarted, byte a, byte b, byte c, byte d)
    {
        await using var gateway = await TestGateway.StartAsync();
        using var http = new HttpClient();
        using var content = new DripContent();
        using var message = Dripping(gateway, content);
        if (isStarted) content.Drip(Framed(new ConverseRequest { Sequence = 1, Start = TestCall.StartOf("k") }.ToByteArray()));
        content.Drip(0, a, b, c, d, 0x12);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        var answer = await response.Content.ReadAsByteArrayAsync();
        content.Dispose();

        Assert.Equal("message-malformed", LastOf(answer).Error.Code);
        await gateway.UntilAsync(() => gateway.Ledger.Open == 0);
    }

    [Fact]
    public async Task Start_NeverComes_TimesOut()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        var end = call.ReadAllAsync();
        await gateway.AdvanceUntilAsync(TimeSpan.FromSeconds(31), () => end.IsCompleted);

        Assert.Equal("input-timeout", (await end).Error.Code);
    }

    [Fact]
    public async Task Message_WithUnknownFieldsAndKinds_IsReadWithoutThem()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SendAsync(ConverseRequest.Parser.ParseFrom([0x82, 0x7D, 0x03, 1, 2, 3])); // field 2000, which no version knows yet
        await call.SayAsync("hello");

        Assert.Equal("You said: hello", (await call.ReadAllAsync()).Text);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x12, 0x7F, 0x00 })]
    public async Task Message_Malformed_IsADefinedError(byte[] bytes)
    {
        await using var gateway = await TestGateway.StartAsync();
        var invoker = gateway.Channel().CreateCallInvoker();
        using var call = invoker.AsyncDuplexStreamingCall(RawConverse, null, new CallOptions(TestGateway.Authorization("tenant-a")));
        await call.RequestStream.WriteAsync(bytes);
        Assert.True(await call.ResponseStream.MoveNext());
        var first = ConverseResponse.Parser.ParseFrom(call.ResponseStream.Current);

        Assert.Equal("message-malformed", first.Error.Code);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Message_MalformedAfterStart_EndsTheTurn()
    {
        await using var gateway = await TestGateway.StartAsync();
        var invoker = gateway.Channel().CreateCallInvoker();
        using var call = invoker.AsyncDuplexStreamingCall(RawConverse, null, new CallOptions(TestGateway.Authorization("tenant-a")));
        await call.RequestStream.WriteAsync(new ConverseRequest { Sequence = 1, Start = TestCall.StartOf("k") }.ToByteArray());
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.WriteAsync([0xFF, 0xFF]);
        Assert.True(await call.ResponseStream.MoveNext());

        Assert.Equal("message-malformed", ConverseResponse.Parser.ParseFrom(call.ResponseStream.Current).Error.Code);
        Assert.Equal(0, gateway.Ledger.Open);
    }

    [Fact]
    public async Task Answer_IsNeverRead_EndsBoundedAndBilled()
    {
        await using var gateway = await TestGateway.StartAsync(("Sessions:OutboxMessages", "64"), ("Sessions:OutboxBytes", "65536"));
        gateway.Models.Answer = (_, stop) => PlayedModels.Endless(stop);
        using var call = gateway.Call();
        await call.StartAsync("k");
        await call.SayAsync("go on");
        await gateway.Models.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await gateway.UntilAsync(() => gateway.Ledger.Bills.Count == 1);
        await call.ReadAllAsync();

        Assert.Equal("client-not-reading", call.Error.Code);
        Assert.Equal("failed:client-not-reading", gateway.Ledger.Bills[0].Reason);
        Assert.True(call.Error.Usage.OutputTokens > 0);
    }

    private static HttpRequestMessage Dripping(TestGateway gateway, DripContent content)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, "/edgeruntime.v1.Assistant/Converse"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new("application/grpc");
        message.Headers.TryAddWithoutValidation("te", "trailers");
        message.Headers.TryAddWithoutValidation("authorization", "Bearer tenant-a");
        return message;
    }

    private static byte[] Framed(byte[] message) => [0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];

    private static ConverseResponse LastOf(byte[] framed)
    {
        var last = framed;
        for (var at = 0; at < framed.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(framed.AsSpan(at + 1));
            last = framed[(at + 5)..(at + 5 + length)];
            at += 5 + length;
        }

        return ConverseResponse.Parser.ParseFrom(last);
    }

    private static ByteString Jpeg(int more) => ByteString.CopyFrom([0xFF, 0xD8, 0xFF, .. new byte[more]]);

    private static async IAsyncEnumerable<EdgeRuntime.Gateway.Upstreams.ChatEvent> Forever(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);
        yield break;
    }
}
