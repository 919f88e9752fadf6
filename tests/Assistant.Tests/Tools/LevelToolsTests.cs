using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

public sealed class LevelToolsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task SetVolume_AnotherLevel_ChangesIt()
    {
        var answer = await _bench.SayAsync("SetVolume", ("percent", Percent(80)));

        Assert.Equal("Volume up to 80 percent.", answer);
        Assert.Equal(80, _bench.State.Current.Settings.Volume);
    }

    [Fact]
    public async Task SetVolume_SameLevel_SaysSoAndLeavesNothingToUndo()
    {
        Assert.Equal("The volume is already at 50 percent.", await _bench.SayAsync("SetVolume", ("percent", Percent(50))));

        Assert.Null(_bench.State.Current.Undo);
    }

    [Fact]
    public async Task VolumeUp_NearTheTop_StopsAtMaximum()
    {
        await _bench.SayAsync("SetVolume", ("percent", Percent(95)));

        Assert.Equal("Volume up to 100 percent.", await _bench.SayAsync("VolumeUp"));
        Assert.Equal("The volume is already at its maximum.", await _bench.SayAsync("VolumeUp"));
    }

    [Fact]
    public async Task BrightnessDown_WithAmount_GoesDownByIt() =>
        Assert.Equal("Brightness down to 35 percent.", await _bench.SayAsync("BrightnessDown", ("percent", Percent(25))));

    [Fact]
    public async Task VolumeUp_WhileMuted_TurnsTheSoundOn()
    {
        await _bench.SayAsync("Mute");
        await _bench.SayAsync("VolumeUp");

        Assert.False(_bench.State.Current.Settings.Muted);
    }

    [Fact]
    public async Task Unmute_AfterMute_KeepsTheLevel()
    {
        await _bench.SayAsync("Mute");

        Assert.Equal("The sound is off; the volume is set to 50 percent.", await _bench.SayAsync("GetVolume"));
        Assert.Equal("Sound on, at 50 percent.", await _bench.SayAsync("Unmute"));
    }
}
