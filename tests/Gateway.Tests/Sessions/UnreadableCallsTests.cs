using EdgeRuntime.Contracts.V1;

namespace Gateway.Tests.Sessions;

/// <summary>Calls that gRPC's own library cannot read: their callers are told what is wrong in the words of the contract.</summary>
public sealed class UnreadableCallsTests
{
    private const string Usage = "/edgeruntime.v1.Assistant/GetUsage";
    private const string Forget = "/edgeruntime.v1.Assistant/ForgetSession";
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Watch = "/grpc.health.v1.Health/Watch";
    private const string Converse = "/edgeruntime.v1.Assistant/Converse";

    public static TheoryData<string, byte[]> Malformed
    {
        get
        {
            var bodies = new TheoryData<string, byte[]>();
            foreach (var method in new[] { Usage, Forget, Check, Watch })
            {
                bodies.Add(method, [0, 0xFF, 0xFF, 0xFF, 0xFF, 0x12]); // longer than there can be
                bodies.Add(method, [0, 0x80, 0, 0, 0]);
                bodies.Add(method, [0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]); // no tag
                bodies.Add(method, [0, 0, 0, 0, 4, 0x0A, 0x02, 0xFF, 0xFE]); // no UTF-8
                bodies.Add(method, [0, 0, 0, 0, 3, 0x12, 0x7F, 0x00]); // a field longer than its message
                bodies.Add(method, [0, 0, 0]); // half a head
                bodies.Add(method, []); // nothing
                bodies.Add(method, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]); // two
                bodies.Add(method, [1, 0, 0, 0, 1, 0x00]); // packed, and nobody said how
                bodies.Add(method, [9, 0, 0, 0, 0]);
            }

            return bodies;
        }
    }

    public static TheoryData<string, string> BadTimeouts
    {
        get
        {
            var timeouts = new TheoryData<string, string>();
            foreach (var method in new[] { Usage, Forget, Check, Watch, Converse })
            {
                foreach (var timeout in new[] { "999999999H", "2147483647H", "abc", "-1S", "1", "S", "1s", "", "1S, 2S" })
                {
                    timeouts.Add(method, timeout);
                }
            }

            return timeouts;
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Unary_MessageThatCannotBeRead_IsMalformed(string method, byte[] body)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (status, error) = await RawCall.SendAsync(gateway.Address, method, body, ("authorization", "Bearer tenant-a"));

        Assert.Equal(("3", "message-malformed"), (status, error?.Code));
        Assert.Equal(Blame.Client, error?.Blame);
    }

    [Theory]
    [InlineData(Usage)]
    [InlineData(Check)]
    public async Task Unary_MessageLongerThanAny_SaysHowLongItMayBe(string method)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (status, error) = await RawCall.SendAsync(gateway.Address, method, [0, 0x7F, 0xFF, 0xFF, 0xFF, 0x12]);

        Assert.Equal(("3", "bound-exceeded"), (status, error?.Code));
        Assert.Contains("1114112", error?.Message);
    }

    [Theory]
    [MemberData(nameof(BadTimeouts))]
    public async Task Timeout_ThatIsNone_IsRefusedAndNamed(string method, string timeout)
    {
        await using var gateway = await TestGateway.StartAsync();
        var (status, error) = await RawCall.SendAsync(gateway.Address, method, [0, 0, 0, 0, 0], ("grpc-timeout", timeout));

        Assert.Equal(("3", "bound-exceeded"), (status, error?.Code));
        Assert.Contains("grpc-timeout", error?.Message);
    }

    [Theory]
    [InlineData("99999999H")]
    [InlineData("1M")]
    [InlineData("30S")]
    [InlineData("99999999n")]
    public async Task Timeout_AsTheSpecificationHasIt_IsTaken(string timeout)
    {
        await using var gateway = await TestGateway.StartAsync();
        var headers = new[] { ("grpc-timeout", timeout), ("authorization", "Bearer tenant-a") };

        Assert.Equal(("0", null), await RawCall.SendAsync(gateway.Address, Usage, [0, 0, 0, 0, 0], headers));
    }

    // Headers that end in -bin are decoded by who asks gRPC for any.
    [Fact]
    public async Task Header_ThatCannotBeDecoded_LeavesTheCallAsItIs()
    {
        await using var gateway = await TestGateway.StartAsync();
        var (status, error) = await RawCall.SendAsync(gateway.Address, Usage, [0, 0, 0, 0, 0], ("x-bin", "!"));

        Assert.Equal(("16", "key-missing"), (status, error?.Code));
    }
}
