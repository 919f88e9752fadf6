using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Bridge;

namespace Device.Tests.Bridge;

public sealed class SteadyMicrophoneTests : IDisposable
{
    private static readonly MicrophoneOptions Quick = new() { FirstPause = TimeSpan.FromMilliseconds(1), MostStarts = 3, Steady = TimeSpan.FromSeconds(0.1) };

    private readonly TemporaryFolder _folder = new();
    private readonly List<Failure> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_ProgramThatNeverLasts_IsStartedAgainAndThenGivenUp()
    {
        await using var microphone = Start($"echo . >> '{_folder["starts"]}'; exit 3");

        Assert.Equal(0, await microphone.ReadAsync(new float[160], CancellationToken.None));
        Assert.Equal("microphone-ended", microphone.Failure!.Code);
        Assert.Equal(3, File.ReadAllLines(_folder["starts"]).Length);
        Assert.Equal(["microphone-ended", "microphone-ended"], _told.Select(failure => failure.Code));
    }

    [Fact]
    public async Task ReadAsync_ProgramThatStopsOnce_TheSoundGoesOn()
    {
        await using var microphone = Start($"if [ -e '{_folder["again"]}' ]; then exec cat /dev/zero; fi; touch '{_folder["again"]}'; sleep 0.2; head -c 3200 /dev/zero; exit 1");

        var heard = 0;
        while (heard < 20_000) heard += await microphone.ReadAsync(new float[160], CancellationToken.None);

        Assert.Null(microphone.Failure);
        Assert.Equal("microphone-ended", Assert.Single(_told).Code);
    }

    [Fact]
    public async Task ReadAsync_FileThatCameThroughWhole_EndsInOrder()
    {
        File.WriteAllBytes(_folder["sound.raw"], new byte[640_000]);
        await using var microphone = Start($"cat '{_folder["sound.raw"]}'");

        var heard = 0;
        int count;
        while ((count = await microphone.ReadAsync(new float[1600], CancellationToken.None)) > 0) heard += count;

        Assert.Equal(320_000, heard);
        Assert.Null(microphone.Failure);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task ReadAsync_ProgramThatIsNotThere_IsNotTriedAgain()
    {
        await using var microphone = Start("no-such-recorder");

        Assert.Equal(0, await microphone.ReadAsync(new float[160], CancellationToken.None));
        Assert.Equal("microphone-missing", microphone.Failure!.Code);
        Assert.Empty(_told);
    }

    private SteadyMicrophone Start(string command) =>
        SteadyMicrophone.Start(Quick with { Command = command }, ProgramFinder.FromEnvironment(), TimeProvider.System, _told.Add).Value!;
}
