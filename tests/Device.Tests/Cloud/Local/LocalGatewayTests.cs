using System.Diagnostics;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Local;

namespace Device.Tests.Cloud.Local;

public sealed class LocalGatewayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AskAsync_TheGatewayBesideTheGlassesWasKilled_TheNextQuestionStartsAnother()
    {
        var program = LocalGatewayFinder.Find(null, AppContext.BaseDirectory).Value!;
        await using var cloud = CloudConnection.Local(program, _folder.Path, TimeProvider.System);
        Assert.NotEmpty((await cloud.AllAsync(Asking.Typed("hello"))).Words());
        using var killed = Assert.Single(Gateways());
        killed.Kill();
        await killed.WaitForExitAsync();

        var events = await cloud.AllAsync(Asking.Typed("hello again"));

        Assert.IsType<AnswerEvent.Done>(events[^1]);
        using var other = Assert.Single(Gateways());
        Assert.NotEqual(killed.Id, other.Id);
    }

    private List<Process> Gateways() =>
    [
        .. from one in Process.GetProcessesByName("edge-gateway")
           where File.ReadAllText($"/proc/{one.Id}/cmdline").Contains(_folder.Path, StringComparison.Ordinal)
           select one,
    ];
}
