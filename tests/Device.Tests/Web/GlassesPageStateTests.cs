using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Web;

namespace Device.Tests.Web;

public sealed class GlassesPageStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TellChange_SomethingElseChangedIt_ThePageIsToldOnce()
    {
        await using var bench = await PageBench.StartAsync();
        PageState At(int volume) => PageState.From(
            bench.Page.Hardware.Current, new GlassesState { Settings = new GlassesSettings { Volume = volume } }, [], TimeZoneInfo.Utc);
        bench.Controller.State = At(50);
        using var socket = await bench.OpenAsync();
        Assert.Equal(50, (await PageBench.HearAsync(socket, "state")).GetProperty("state").GetProperty("volume").GetInt32());

        bench.Controller.State = At(20);
        bench.Sockets.TellChange();
        bench.Sockets.TellChange(); // nothing that it shows
        bench.Controller.State = At(10);
        bench.Sockets.TellChange();

        Assert.Equal(20, (await PageBench.HearAsync(socket, "state")).GetProperty("state").GetProperty("volume").GetInt32());
        Assert.Equal(10, (await PageBench.HearAsync(socket, "state")).GetProperty("state").GetProperty("volume").GetInt32());
    }

    [Fact]
    public async Task TakePhotoAsync_DiskTakesNothing_IsNamedShownToNobodyAndTheLightGoesOff()
    {
        File.WriteAllText(_folder["media"], "where the folder would be");
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        var camera = new PageCamera(
            bench.Page, bench.Page.Hardware, new SimulatedCamera(_folder.Path, TimeProvider.System), TimeProvider.System);

        var taken = await camera.TakePhotoAsync(CancellationToken.None);
        await PageBench.SayAsync(socket, """{"kind":"move","battery":7}""");

        Assert.Equal("state-write-failed", taken.Failure?.Code);
        Assert.False(bench.Page.Hardware.Current.LedOn);
        while (bench.Page.Hardware.Current.BatteryPercent != 7) Assert.NotNull((await PageBench.HearAsync(socket)).Json);
    }
}
