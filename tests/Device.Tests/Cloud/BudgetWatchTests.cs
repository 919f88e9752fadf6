using System.Runtime.Versioning;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Cloud;

namespace Device.Tests.Cloud;

[SupportedOSPlatform("linux")]
public sealed class BudgetWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WatchedTime _time = new();
    private readonly GlassesProgram _glasses;
    private readonly CancellationTokenSource _end = new();

    public BudgetWatchTests() => _glasses = GlassesProgram.Open(_folder.Path, TimeProvider.System).Value!;

    public void Dispose()
    {
        _end.Dispose();
        _glasses.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task RunAsync_NoConsentOrLocked_AsksNobodyAndLooksAgainSoon(bool consent, bool locked)
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var cloud = CloudConnection.To(gateway.Account, _time);
        await SetAsync(consent, locked);
        var watch = Watch(cloud);

        Assert.Equal(TimeSpan.FromSeconds(5), await _time.NextWaitAsync());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), await _time.NextWaitAsync());

        Assert.Equal(0, gateway.UsageCalls);
        await EndAsync(watch);
    }

    [Fact]
    public async Task RunAsync_Consent_TheRouterKnowsBudgetAndRoundTrip()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var cloud = CloudConnection.To(gateway.Account, _time);
        await SetAsync(consent: true);
        var watch = Watch(cloud);

        Assert.Equal(TimeSpan.FromMinutes(10), await _time.NextWaitAsync());

        Assert.Equal((CloudLink.Up, 4_000), (cloud.Status.Link, cloud.Status.BudgetLeftNanos));
        Assert.NotNull(cloud.Status.RoundTripMs);
        Assert.Equal(2, gateway.UsageCalls); // the first holds the handshake
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(TimeSpan.FromMinutes(10), await _time.NextWaitAsync());
        Assert.Equal(4, gateway.UsageCalls);
        await EndAsync(watch);
    }

    [Fact]
    public async Task RunAsync_GatewayFails_TriesAgainInAMinute()
    {
        await using var gateway = await BenchGateway.StartAsync();
        await using var cloud = CloudConnection.To(gateway.Account, _time);
        gateway.FailingUsageCalls = 1;
        await SetAsync(consent: true);
        var watch = Watch(cloud);

        Assert.Equal(TimeSpan.FromMinutes(1), await _time.NextWaitAsync());
        Assert.Null(cloud.Status.BudgetLeftNanos);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(10), await _time.NextWaitAsync());

        Assert.Equal(4_000, cloud.Status.BudgetLeftNanos);
        await EndAsync(watch);
    }

    private Task Watch(CloudConnection cloud) => new BudgetWatch(cloud, _glasses.State, _time).RunAsync(_end.Token);

    private async Task SetAsync(bool consent, bool locked = false) =>
        await _glasses.State.UpdateAsync(
            state => state with { Settings = state.Settings with { CloudConsent = consent, LocalOnly = locked } }, default);

    private async Task EndAsync(Task watch)
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }
}
