using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Device.Tests.Pairing;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Pairing;
using MQTTnet;

namespace Device.Tests.Companion;

/// <summary>A phone over MQTT. What it must remember between connections stands in <see cref="Memory"/>.</summary>
internal sealed class BenchPhone : IAsyncDisposable
{
    private readonly IMqttClient _client;
    private readonly Channel<(string Topic, byte[] Payload)> _in = Channel.CreateUnbounded<(string, byte[])>();
    private readonly string _glasses;
    private readonly Memory _memory;
    private SecureSession? _session;

    private BenchPhone(IMqttClient client, string glasses, Memory memory) => (_client, _glasses, _memory) = (client, glasses, memory);

    /// <summary>What a phone keeps on its disk.</summary>
    internal sealed class Memory(Bond bond)
    {
        public Bond Bond => bond;

        public long Received { get; set; }

        public List<(long Number, string Kind)> Kept { get; } = [];

        public SortedDictionary<long, byte[]> Waiting { get; } = [];

        public long Last { get; set; }

        /// <summary>Number of the last message that the glasses have for the phone, where a test counts.</summary>
        public long Expected { get; set; }

        public void Put<T>(string kind, T body)
        {
            var put = new PutMessage(++Last, kind, JsonSerializer.SerializeToElement(body, JsonSerializerOptions.Web));
            Waiting[Last] = JsonSerializer.SerializeToUtf8Bytes(put, JsonSerializerOptions.Web);
        }
    }

    /// <summary>Pairs over the broker; the person at the glasses agrees as soon as there are digits.</summary>
    public static async Task<Memory> PairAsync(int port, string glasses, PairingDesk desk)
    {
        void Agree(PairingView view)
        {
            if (view is { State: PairingState.Comparing, Answered: false }) desk.Answer(true);
        }

        desk.Changed += Agree;
        var memory = await TryPairAsync(port, glasses);
        desk.Changed -= Agree;
        Assert.NotNull(memory);
        return memory;
    }

    /// <summary>Pairs over the broker; the person at the phone agrees, the one at the glasses answers as they will. Null where the
    /// glasses refuse.</summary>
    /// <param name="port">Port of the broker.</param>
    /// <param name="glasses">Id of the glasses.</param>
    /// <param name="beforeLeaving">Called when the phone knows how it ended, and is still there.</param>
    public static async Task<Memory?> TryPairAsync(int port, string glasses, Action? beforeLeaving = null)
    {
        var pairing = new PhonePairing(glasses);
        await using var phone = await OpenAsync(
            BenchBroker.Options(port).WithClientId($"pair-{pairing.Session}"), glasses, new Memory(new Bond("", "", [], default, default)));
        await phone._client.SubscribeAsync(PhoneTopics.PairDown(glasses, pairing.Session));
        await phone.PairSayAsync(pairing, pairing.Request());
        await phone.PairSayAsync(pairing, pairing.Nonce(await phone.PairNextAsync()));
        Assert.True(pairing.See(await phone.PairNextAsync()));
        await phone.PairSayAsync(pairing, pairing.Confirm());
        var agreed = pairing.Trusts(await phone.PairNextAsync());
        if (agreed)
        {
            await phone.PairSayAsync(pairing, pairing.Done());
            agreed = (await phone.PairNextAsync()).Code == "paired";
        }

        beforeLeaving?.Invoke();
        return agreed ? new Memory(pairing.Bond) : null;
    }

    /// <summary>Connects with a bond and begins a session; done when the glasses' sync has come.</summary>
    public static async Task<BenchPhone> ConnectAsync(int port, string glasses, Memory memory)
    {
        var phone = await JoinAsync(port, glasses, memory);
        return await phone.OrDisposedAsync(phone.GreetAsync);
    }

    /// <summary>Connects with a bond and begins no session.</summary>
    public static async Task<BenchPhone> JoinAsync(int port, string glasses, Memory memory)
    {
        var phone = await OpenAsync(BenchBroker.As(BenchBroker.Options(port), memory.Bond), glasses, memory);
        return await phone.OrDisposedAsync(() => phone._client.SubscribeAsync(PhoneTopics.BondDown(glasses, memory.Bond.Id)));
    }

    private async Task<BenchPhone> OrDisposedAsync(Func<Task> work)
    {
        try
        {
            await work();
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Type and code of the next message that is not sealed.</summary>
    public async Task<(string Type, string? Code)> LinkAsync()
    {
        var link = JsonSerializer.Deserialize<LinkMessage>((await _in.Reader.ReadAsync()).Payload, JsonSerializerOptions.Web)!;
        return (link.Type, link.Code);
    }

    public bool IsConnected => _client.IsConnected;

    /// <summary>True where the glasses had lost what this phone gave them.</summary>
    public bool WasAskedAnew { get; private set; }

    /// <summary>The next live message of a name; kept messages that come before it are taken and acknowledged.</summary>
    public async Task<JsonElement> LiveAsync(string name)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message is { } json && json.GetProperty("t").GetString() == name) return json;
        }
    }

    /// <summary>Takes what comes until a condition holds.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        while (!holds()) await NextAsync();
    }

    /// <summary>The next chunk of a file.</summary>
    public async Task<(long Offset, byte[] Bytes)> ChunkAsync()
    {
        while (true)
        {
            if (Open((await _in.Reader.ReadAsync()).Payload) is [0, ..] chunk)
            {
                return (System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(chunk.AsSpan(9)), chunk[17..]);
            }
        }
    }

    public Task SayAsync<T>(T live) => SealAsync(JsonSerializer.SerializeToUtf8Bytes(live, JsonSerializerOptions.Web));

    /// <summary>Sends everything that waits.</summary>
    public async Task FlushAsync()
    {
        foreach (var message in _memory.Waiting.Values.ToArray()) await SealAsync(message);
    }

    /// <summary>Sends a kept message as it is, for tests of wrong numbers.</summary>
    public Task SealAsync(byte[] plain) => PublishAsync(_session!.Seal(plain)!);

    public Task PublishAsync(byte[] payload) => _client.PublishBinaryAsync(PhoneTopics.BondUp(_glasses, _memory.Bond.Id), payload);

    public async ValueTask DisposeAsync()
    {
        _session?.Dispose();
        try
        {
            if (_client.IsConnected) await _client.DisconnectAsync();
        }
        catch (Exception lost) when (lost is MQTTnet.Exceptions.MqttCommunicationException
            or MQTTnet.Exceptions.MqttClientNotConnectedException)
        {
            // The link was lost first.
        }

        _client.Dispose();
    }

    private static async Task<BenchPhone> OpenAsync(MqttClientOptionsBuilder options, string glasses, Memory memory)
    {
        var client = new MqttClientFactory().CreateMqttClient();
        var phone = new BenchPhone(client, glasses, memory);
        client.ApplicationMessageReceivedAsync += message =>
        {
            phone._in.Writer.TryWrite(
                (message.ApplicationMessage.Topic, System.Buffers.BuffersExtensions.ToArray(message.ApplicationMessage.Payload)));
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += _ =>
        {
            phone._in.Writer.TryComplete();
            return Task.CompletedTask;
        };
        await client.ConnectAsync(options.Build());
        return phone;
    }

    private Task PairSayAsync(PhonePairing pairing, byte[] payload) =>
        _client.PublishBinaryAsync(PhoneTopics.PairUp(_glasses, pairing.Session), payload);

    private async Task<PairingMessage> PairNextAsync() =>
        JsonSerializer.Deserialize<PairingMessage>((await _in.Reader.ReadAsync()).Payload, JsonSerializerOptions.Web)!;

    private async Task GreetAsync()
    {
        var (glasses, bond) = (_glasses, _memory.Bond);
        using var key = AgreementKey.Create();
        var id = RandomNumberGenerator.GetBytes(16);
        var keys = new SessionKeys(glasses, bond.Id, bond.Key, id, key.Public);
        var hello = new LinkMessage { Type = LinkMessage.Hello, Session = id, Key = key.Public, Mac = keys.HelloMac() };
        await PublishAsync(JsonSerializer.SerializeToUtf8Bytes(hello, JsonSerializerOptions.Web));
        LinkMessage welcome;
        do
        {
            var (_, payload) = await _in.Reader.ReadAsync();
            welcome = payload is [(byte)'{', ..]
                ? JsonSerializer.Deserialize<LinkMessage>(payload, JsonSerializerOptions.Web)!
                : new LinkMessage { Type = "" };
        }
        while (welcome.Type == "" || welcome.Session?.AsSpan().SequenceEqual(id) == false);
        Assert.Equal(LinkMessage.Welcome, welcome.Type);
        Assert.Equal(keys.WelcomeMac(welcome.Key!), welcome.Mac);
        var (up, down) = keys.Frames(welcome.Key!, key.Agree(welcome.Key)!);
        _session = new SecureSession(id, sealing: up, opening: down);
        var next = _memory.Waiting.Keys.Append(_memory.Last + 1).Min();
        await SayAsync(new CountMessage(CountMessage.Sync) { Received = _memory.Received, Next = next });
        var sync = await LiveAsync(CountMessage.Sync);
        WasAskedAnew = sync.TryGetProperty("anew", out var anew) && anew.GetBoolean();
        Forget(sync.GetProperty("received").GetInt64());
    }

    private void Forget(long done)
    {
        foreach (var number in _memory.Waiting.Keys.TakeWhile(number => number <= done).ToArray()) _memory.Waiting.Remove(number);
    }

    private byte[]? Open(byte[] frame) => frame is [(byte)'{', ..] ? null : _session!.Open(frame);

    // A kept message is taken here; anything else is given to the caller, null for what did not open.
    private async Task<JsonElement?> NextAsync()
    {
        if (Open((await _in.Reader.ReadAsync()).Payload) is not [(byte)'{', ..] plain) return null;
        var json = JsonDocument.Parse(plain).RootElement;
        switch (json.GetProperty("t").GetString())
        {
            case PutMessage.Name:
                if (json.GetProperty("n").GetInt64() == _memory.Received + 1)
                {
                    _memory.Kept.Add(
                    (++_memory.Received, json.GetProperty("kind").GetString()!));
                }

                await SayAsync(new CountMessage(CountMessage.Ack) { N = _memory.Received });
                break;
            case CountMessage.Ack:
                Forget(json.GetProperty("n").GetInt64());
                break;
        }

        return json;
    }
}
