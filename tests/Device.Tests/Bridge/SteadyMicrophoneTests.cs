using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Processes;

namespace Device.Tests.Bridge;

public sealed class SteadyMicrophoneTests : IDisposable
{
    private static readonly MicrophoneOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(1),
        MostStarts = 3,
        Steady = TimeSpan.FromSeconds(0.1),
        Zeros = TimeSpan.FromSeconds(5),
    };

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
        await using var microphone = Start(
            $"if [ -e '{_folder["again"]}' ]; then exec cat /dev/zero; fi; touch '{_folder["again"]}'; sleep 0.2; head -c 3200 "
            + "/dev/zero; exit 1");

        var heard = 0;
        while (heard < 20_000) heard += await microphone.ReadAsync(new float[160], CancellationToken.None);

        Assert.Null(microphone.Failure);
        Assert.Equal("microphone-ended", Assert.Single(_told).Code);
    }

    [Fact]
    public async Task ReadAsync_FileThatCameThroughWhole_EndsInOrder()
    {
        File.WriteAllBytes(_folder["sound.raw"], [.. Enumerable.Repeat((byte)1, 640_000)]);
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

    [Fact]
    public async Task ReadAsync_NothingButZeros_IsToldOnceAndTheSoundBehindItIsHeard()
    {
        await using var microphone = Start("head -c 320000 /dev/zero; printf '\\377\\177'; head -c 320000 /dev/zero; sleep 60");

        var (block, heard, loudest) = (new float[160], 0, 0f);
        while (heard < 320_001)
        {
            var count = await microphone.ReadAsync(block, CancellationToken.None);
            heard += count;
            loudest = Math.Max(loudest, block.AsSpan(0, count).ToArray().Max());
        }

        Assert.Equal("microphone-silent-digital", Assert.Single(_told).Code);
        Assert.Equal(32767 / 32768f, loudest);
        Assert.Null(microphone.Failure);
    }

    [Fact]
    public async Task ReadAsync_TheLeastNoise_IsNoDigitalSilence()
    {
        const string Noisy = "i=0; while [ $i -lt 100 ]; do head -c 6400 /dev/zero; printf '\\001\\000'; i=$((i + 1)); done; sleep 60";
        await using var microphone = Start(Noisy);

        for (var heard = 0; heard < 320_000;) heard += await microphone.ReadAsync(new float[160], CancellationToken.None);

        Assert.Empty(_told);
    }

    private SteadyMicrophone Start(string command) =>
        SteadyMicrophone.Start(Quick with { Command = command }, ProgramFinder.FromEnvironment(), TimeProvider.System, _told.Add).Value!;
}
