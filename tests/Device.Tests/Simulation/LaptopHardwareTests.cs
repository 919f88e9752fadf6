using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Simulation;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;

namespace Device.Tests.Simulation;

public sealed class LaptopHardwareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 17, 0, 30, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TakePhotoAsync_Simulated_WritesAMarkedPicture()
    {
        var path = (await new SimulatedCamera(_folder.Path, _time).TakePhotoAsync(CancellationToken.None)).Value!.Path;

        using var picture = SKBitmap.Decode(path);
        Assert.StartsWith("simulated-20261122-170030", Path.GetFileName(path));
        Assert.Equal((640, 480), (picture.Width, picture.Height));
        Assert.Contains(Enumerable.Range(100, 400), x => Brightness(picture.GetPixel(x, 240)) > 230); // the letters
    }

    [Fact]
    public async Task StopVideoAsync_ThreeSeconds_HasThreePictures()
    {
        var path = (await new SimulatedCamera(_folder.Path, _time)
            .StopVideoAsync(TimeSpan.FromSeconds(3.5), CancellationToken.None)).Value!;

        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Equal(3, Enumerable.Range(0, bytes.Length - 2).Count(i => bytes[i] == 0xFF && bytes[i + 1] == 0xD8 && bytes[i + 2] == 0xFF));
    }

    [Fact]
    public async Task SendAsync_CallThenHangUpTwice_KnowsWhetherACallIsOn()
    {
        var phone = new SimulatedPhone(_folder.Path);

        Assert.Null((await SendAsync(phone, PhoneAction.Call)).Failure);
        Assert.Equal("phone-in-call", (await SendAsync(phone, PhoneAction.Call)).Failure!.Code);
        Assert.Null((await SendAsync(new SimulatedPhone(_folder.Path), PhoneAction.HangUp)).Failure);
        Assert.Equal("phone-no-call", (await SendAsync(phone, PhoneAction.HangUp)).Failure!.Code);
        Assert.Equal("phone-not-ringing", (await SendAsync(phone, PhoneAction.Answer)).Failure!.Code);
    }

    [Fact]
    public async Task TakeMessagesAsync_WrittenByHand_AreReadOnce()
    {
        await File.WriteAllTextAsync(_folder["simulated-phone.json"], """{"inbox": [{"from": "Anna", "text": "Hi"}]}""");
        var phone = new SimulatedPhone(_folder.Path);

        Assert.Equal([new PhoneMessage("Anna", "Hi")], (await phone.TakeMessagesAsync(CancellationToken.None)).Value!);
        Assert.Empty((await phone.TakeMessagesAsync(CancellationToken.None)).Value!);
    }

    [Fact]
    public async Task SendAsync_FileDamaged_Fails()
    {
        await File.WriteAllTextAsync(_folder["simulated-phone.json"], "{");

        Assert.Equal("phone-simulation-damaged", (await SendAsync(new SimulatedPhone(_folder.Path), PhoneAction.Ring)).Failure!.Code);
    }

    [Fact]
    public async Task SendAsync_NextThenPrevious_MovesThroughTheTracks()
    {
        using var state = StateStore.Open(_folder.Path, _time).Value!;
        var player = new SimulatedPlayer(state);

        Assert.Equal(new MediaState(true, 2), (await player.SendAsync(MediaCommand.Next, CancellationToken.None)).Value);
        Assert.Equal(new MediaState(true, 1), (await player.SendAsync(MediaCommand.Previous, CancellationToken.None)).Value);
        Assert.Equal(new MediaState(false, 1), (await player.SendAsync(MediaCommand.Pause, CancellationToken.None)).Value);
    }

    [Fact]
    public void Find_Battery_IsRead()
    {
        Supply("AC", ("type", "Mains"));
        Supply("BAT0", ("type", "Battery"), ("capacity", "42"), ("status", "Charging"));

        var gauge = SysfsPowerGauge.Find(_folder.Path)!;

        Assert.Equal(new PowerReading(42, true), gauge.Read().Value);
    }

    [Fact]
    public void Find_NoBattery_IsNull()
    {
        Supply("AC", ("type", "Mains"));

        Assert.Null(SysfsPowerGauge.Find(_folder.Path));
        Assert.Null(SysfsPowerGauge.Find(_folder["missing"]));
    }

    private static int Brightness(SKColor color) => (color.Red + color.Green + color.Blue) / 3;

    private static async Task<EdgeRuntime.Assistant.Outcome<PhoneRequest>> SendAsync(SimulatedPhone phone, PhoneAction action) =>
        await phone.SendAsync(new PhoneRequest(action, "Anna"), CancellationToken.None);

    private void Supply(string name, params (string File, string Line)[] files)
    {
        Directory.CreateDirectory(_folder[name]);
        foreach (var (file, line) in files)
        {
            File.WriteAllText(Path.Combine(_folder[name], file), line + "\n");
        }
    }
}
