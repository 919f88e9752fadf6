using EdgeRuntime.Device.Bridge;

namespace Device.Tests.Bridge;

public sealed class DeviceTimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GetTimestamp_CountsFromTheStartOfTheMachine()
    {
        var uptime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(DeviceTime.Instance.GetElapsedTime(0) >= TimeSpan.FromSeconds(uptime));
    }

    [Fact]
    public void Boot_NamesTheStartOfTheMachine() => Assert.True(Guid.TryParse(DeviceTime.Instance.Boot, out _));

    [Fact]
    public void LocalTimeZone_TheLinkPointsElsewhere_IsReadAgain()
    {
        var link = Path.Combine(_folder.Path, "localtime");
        var (here, there) = (Path.Combine(_folder.Path, "here"), Path.Combine(_folder.Path, "there"));
        File.WriteAllText(here, "");
        File.WriteAllText(there, "");
        File.CreateSymbolicLink(link, here);
        var zone = TimeZoneInfo.Utc;
        var time = new DeviceTime(link, () => zone) { LookEvery = TimeSpan.Zero };
        Assert.Equal(TimeZoneInfo.Utc, time.LocalTimeZone);

        zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(TimeZoneInfo.Utc, time.LocalTimeZone); // nothing says that it is another one
        File.Delete(link);
        File.CreateSymbolicLink(link, there);

        Assert.Equal(zone, time.LocalTimeZone);
    }
}
