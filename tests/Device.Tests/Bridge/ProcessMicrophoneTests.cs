using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Bridge;

public sealed class ProcessMicrophoneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_ProgramFasterThanRealTime_ComesThroughWhole()
    {
        var samples = Enumerable.Range(0, 200_000).Select(i => (short)(i % 30_000)).ToArray();
        File.WriteAllBytes(_folder["sound.raw"], [.. samples.SelectMany(BitConverter.GetBytes)]);
        await using var microphone = Start($"cat '{_folder["sound.raw"]}'");

        var heard = await ReadAllAsync(microphone);

        Assert.Equal(samples.Select(sample => sample / 32768f), heard);
        Assert.Equal(0, microphone.DroppedSamples);
        Assert.Null(microphone.Failure);
    }

    [Fact]
    public async Task ReadAsync_ReaderTooLate_DropsTheOldestAndCounts()
    {
        // 100 ms pass with each 10 ms of sound, so that any program looks live; there is new sound whenever the watch looks for some.
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(100) };
        await using var microphone = Start("head -c 128000 /dev/zero; printf '\\377\\177'", time);
        await using var watch = Start("true");

        var heard = await DropsThenAsync(microphone);

        Assert.Equal(64_001, heard.Length + microphone.DroppedSamples);
        Assert.Equal(32767 / 32768f, heard[^1]);
    }

    [Fact]
    public async Task Start_UnknownProgram_SaysThatItIsMissing()
    {
        await using var microphone = Start("no-such-recorder --fast");

        Assert.Empty(await ReadAllAsync(microphone));
        Assert.Equal("microphone-missing", microphone.Failure!.Code);
        Assert.Contains("no-such-recorder", microphone.Failure.Message);
    }

    [Fact]
    public void Start_NoRecorderInstalled_NamesTheCommandThatInstallsOne()
    {
        var failure = ProcessMicrophone.Start(new MicrophoneOptions(), new ProgramFinder(_folder.Path), TimeProvider.System).Failure!;

        Assert.Equal("microphone-missing", failure.Code);
        Assert.Contains("sudo apt install alsa-utils", failure.Next);
    }

    [Fact]
    public async Task ReadAsync_ProgramFails_PassesItsLastWordsOn()
    {
        await using var microphone = Start("echo 'cannot open card' >&2; exit 3");

        Assert.Empty(await ReadAllAsync(microphone));
        Assert.Equal("microphone-ended", microphone.Failure!.Code);
        Assert.Contains("cannot open card", microphone.Failure.Message);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("true")]
    [InlineData("sleep 0.1; head -c 320 /dev/zero")]
    public async Task ReadAsync_ProgramEndsAsIfAllWereWell_IsAFailure(string command)
    {
        await using var microphone = Start(command);

        await ReadAllAsync(microphone);

        Assert.Equal("microphone-ended", microphone.Failure!.Code);
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("sleep 60 & exit 0")]
    public async Task ReadAsync_ProgramGivesNothing_IsSilentAndEnded(string command)
    {
        var time = new FakeTimeProvider();
        await using var microphone = Start(command, time);
        var reading = ReadAllAsync(microphone);

        time.Advance(new MicrophoneOptions().Silence);

        Assert.Empty(await reading);
        Assert.Equal("microphone-silent", microphone.Failure!.Code);
        Assert.Contains("sleep", microphone.Failure.Message);
    }

    [Fact]
    public async Task ReadAsync_NobodyReadsAFileForLong_IsNotSilence()
    {
        File.WriteAllBytes(_folder["sound.raw"], new byte[400_000]);
        var time = new FakeTimeProvider();
        await using var microphone = Start($"cat '{_folder["sound.raw"]}'", time);
        while (microphone.ReceivedSamples < 16_000) await Task.Yield();

        for (var look = 0; look < 3; look++) time.Advance(new MicrophoneOptions().Silence);
        var heard = await ReadAllAsync(microphone);

        Assert.Null(microphone.Failure);
        Assert.Equal(200_000, heard.Length + microphone.DroppedSamples); // by this clock it became a live one, whose oldest sound may go
    }

    [Fact]
    public async Task DisposeAsync_ProgramStillRecords_EndsIt()
    {
        var microphone = Start($"echo $$ > '{_folder["pid"]}'; cat /dev/zero");
        await microphone.ReadAsync(new float[160], CancellationToken.None);

        await microphone.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(_folder["pid"]).Trim()}/fd"));
        Assert.Null(microphone.Failure);
    }

    [Fact]
    public void Validate_NoBuffer_Fails() =>
        Assert.Equal("microphone-options-invalid", (new MicrophoneOptions { Buffer = TimeSpan.Zero }).Validate()!.Code);

    private static ProcessMicrophone Start(string command, TimeProvider? time = null)
    {
        var options = new MicrophoneOptions { Command = command, Buffer = TimeSpan.FromSeconds(1) };
        return ProcessMicrophone.Start(options, ProgramFinder.FromEnvironment(), time ?? TimeProvider.System).Value!;
    }

    private static async Task<float[]> DropsThenAsync(ProcessMicrophone microphone)
    {
        while (microphone.DroppedSamples < 48_001 && microphone.Failure is null)
        {
            await Task.Yield();
        }

        return await ReadAllAsync(microphone);
    }

    private static async Task<float[]> ReadAllAsync(ProcessMicrophone microphone)
    {
        var all = new List<float>();
        var block = new float[1000];
        int count;
        while ((count = await microphone.ReadAsync(block, CancellationToken.None)) > 0)
        {
            all.AddRange(block[..count]);
        }

        return [.. all];
    }
}
