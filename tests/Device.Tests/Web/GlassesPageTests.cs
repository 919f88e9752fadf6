using System.Net;
using System.Net.WebSockets;
using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Web;
using SkiaSharp;

namespace Device.Tests.Web;

public sealed class GlassesPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Microphone_SoundOfAPage_IsHeardAtSixteenKilohertz()
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":16000}""");
        await PageBench.SendAsync(socket, PageFrames.Sound, 0, [0, 64, 0, 192]);

        var heard = new float[10];
        var count = await bench.Page.Microphone.ReadAsync(heard, CancellationToken.None);

        Assert.Equal([0.5f, -0.5f], heard[..count]);
    }

    [Fact]
    public async Task Microphone_OtherRate_ComesOutResampled()
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":48000}""");
        await PageBench.SendAsync(socket, PageFrames.Sound, 0, new byte[9600]);
        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":0}""");

        // 100 ms of sound, less what the filter still holds, and a second and a half of silence that ends whatever was being said.
        Assert.InRange(await CountAsync(bench.Page.Microphone, 25_000), 25_000, 25_600);
    }

    [Theory]
    [InlineData("""{"kind":"move","worn":false}""")]
    [InlineData("""{"kind":"move","open":false}""")]
    public async Task Microphone_GlassesTakenOff_HearsNothingMore(string command)
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":16000}""");
        await PageBench.SayAsync(socket, command);
        await PageBench.SendAsync(socket, PageFrames.Sound, 0, [0, 64, 0, 64]);
        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":0}""");

        Assert.Equal(0, await SumAsync(bench.Page.Microphone, 24_000));
    }

    [Fact]
    public async Task TakePhotoAsync_PageWithWebcam_KeepsItsFrameUnderTheLight()
    {
        await using var bench = await PageBench.StartAsync();
        var camera = Camera(bench.Page);
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"webcam","on":true}""");
        await SeenAsync(bench, socket);
        var frame = TestPicture.Jpeg(7);

        var taking = camera.TakePhotoAsync(CancellationToken.None);
        var asked = await PageBench.HearAsync(socket, "frame");
        var lit = bench.Page.Hardware.Current.LedOn;
        await PageBench.SendAsync(socket, PageFrames.Picture, asked.GetProperty("id").GetUInt32(), frame);
        var photo = (await taking).Value!;

        Assert.True(lit);
        Assert.False(bench.Page.Hardware.Current.LedOn);
        Assert.False(photo.IsSimulated);
        Assert.StartsWith("webcam-", Path.GetFileName(photo.Path));
        Assert.Equal(frame, File.ReadAllBytes(photo.Path));
    }

    [Fact]
    public async Task LookAsync_PageWithWebcam_GivesASmallPictureUnderTheLightAndKeepsNone()
    {
        await using var bench = await PageBench.StartAsync();
        var camera = Camera(bench.Page);
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"webcam","on":true}""");
        await SeenAsync(bench, socket);
        using var large = new SKBitmap(3000, 1500);

        var looking = camera.LookAsync(CancellationToken.None);
        var asked = await PageBench.HearAsync(socket, "frame");
        var lit = bench.Page.Hardware.Current.LedOn;
        await PageBench.SendAsync(
            socket, PageFrames.Picture, asked.GetProperty("id").GetUInt32(), large.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray());
        using var seen = SKBitmap.Decode((await looking).Value!);

        Assert.Equal((1024, 512), (seen.Width, seen.Height));
        Assert.True(lit);
        Assert.False(bench.Page.Hardware.Current.LedOn);
        Assert.False(Directory.Exists(_folder["media"]));
    }

    [Fact]
    public async Task TakePhotoAsync_NoPage_TakesThePictureThatSaysSimulated()
    {
        await using var bench = await PageBench.StartAsync();

        Assert.StartsWith("simulated-", Path.GetFileName((await Camera(bench.Page).TakePhotoAsync(CancellationToken.None)).Value!.Path));
    }

    [Fact]
    public async Task TakePhotoAsync_FrameThatIsNoPicture_IsRefusedAndNotKept()
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"webcam","on":true}""");
        await SeenAsync(bench, socket);

        var taking = Camera(bench.Page).TakePhotoAsync(CancellationToken.None);
        var asked = await PageBench.HearAsync(socket, "frame");
        await PageBench.SendAsync(socket, PageFrames.Picture, asked.GetProperty("id").GetUInt32(), "<script>"u8.ToArray());

        Assert.Equal("page-message-wrong", (await taking).Failure?.Code);
        Assert.False(Directory.Exists(_folder["media"]));
    }

    [Fact]
    public async Task TakePhotoAsync_PageGoesAwayMeanwhile_ComesToAnEnd()
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.SayAsync(socket, """{"kind":"webcam","on":true}""");
        await SeenAsync(bench, socket);

        var taking = Camera(bench.Page).TakePhotoAsync(CancellationToken.None);
        await PageBench.HearAsync(socket, "frame");
        socket.Abort();

        Assert.StartsWith("simulated-", Path.GetFileName((await taking).Value!.Path));
    }

    [Fact]
    public async Task PlayAsync_PageHasPlayedIt_ReturnsThen()
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.HearAsync(socket, "state");

        var playing = bench.Page.PlayAsync(new byte[] { 1, 2, 3 }, TimeSpan.FromMinutes(1), CancellationToken.None).AsTask();
        var (_, bytes) = await PageBench.HearAsync(socket);
        Assert.False(playing.IsCompleted);
        Assert.True(PageFrames.TryRead(bytes, out var type, out var id));
        await PageBench.SayAsync(socket, $$"""{"kind":"spoken","id":{{id}}}""");

        Assert.Null((await playing).Failure);
        Assert.Equal(PageFrames.Speech, type);
        Assert.Equal([1, 2, 3], bytes[PageFrames.HeaderBytes..]);
    }

    [Fact]
    public async Task PlayAsync_Cancelled_HushesThePage()
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        using var stop = new CancellationTokenSource();
        await PageBench.HearAsync(socket, "state");

        var playing = bench.Page.PlayAsync(new byte[] { 1 }, TimeSpan.FromMinutes(1), stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing);
        await PageBench.HearAsync(socket, "hush");
    }

    [Fact]
    public async Task ServeAsync_SecondPage_TakesThePlaceOfTheFirst()
    {
        await using var bench = await PageBench.StartAsync();
        using var first = await bench.OpenAsync();
        await PageBench.HearAsync(first, "state");

        using var second = await bench.OpenAsync();
        await PageBench.HearAsync(first, "replaced");
        await Assert.ThrowsAsync<EndOfStreamException>(() => PageBench.HearAsync(first));
        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await PageBench.HearAsync(second, "state");
    }

    [Fact]
    public async Task ServeAsync_ProgramStops_ThePageHearsTheLastWordsAndWhy()
    {
        var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        await PageBench.HearAsync(socket, "state");
        for (var i = 0; i < 200; i++) bench.Page.Show([$"{i}"]);

        var stopping = bench.DisposeAsync().AsTask();
        var heard = new List<string?>();
        var end = await Assert.ThrowsAsync<EndOfStreamException>(async () =>
        {
            while (true) heard.Add((await PageBench.HearAsync(socket, "say")).GetProperty("sentences")[0].GetString());
        });
        await stopping;

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), heard);
        Assert.Contains("stopped", end.Message);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
    }

    [Fact]
    public async Task Press_EachKind_ReachesTheButtons()
    {
        await using var bench = await PageBench.StartAsync();
        var pressed = Channel.CreateUnbounded<string>();
        bench.Page.Buttons.Tapped += () => pressed.Writer.TryWrite("tap");
        bench.Page.Buttons.Pressed += () => pressed.Writer.TryWrite("long");
        bench.Page.Buttons.Held += down => pressed.Writer.TryWrite(down ? "down" : "up");
        using var socket = await bench.OpenAsync();

        string[] kinds = ["tap", "long", "down", "up"];
        foreach (var kind in kinds) await PageBench.SayAsync(socket, $$"""{"kind":"press","button":"{{kind}}"}""");

        foreach (var kind in kinds) Assert.Equal(kind, await pressed.Reader.ReadAsync());
    }

    [Fact]
    public async Task Leave_ButtonHeld_IsLetGo()
    {
        await using var bench = await PageBench.StartAsync();
        var held = Channel.CreateUnbounded<bool>();
        bench.Page.Buttons.Held += down => held.Writer.TryWrite(down);
        using (var socket = await bench.OpenAsync())
        {
            await PageBench.SayAsync(socket, """{"kind":"press","button":"down"}""");
            Assert.True(await held.Reader.ReadAsync());
        }

        Assert.False(await held.Reader.ReadAsync());
    }

    [Fact]
    public async Task Microphone_LostByTheBrowser_IsExplainedToWhoeverListens()
    {
        await using var bench = await PageBench.StartAsync();
        var explained = new TaskCompletionSource<Failure>();
        Assert.Null(bench.Page.Microphone.Open(explained.SetResult).Failure);
        using var socket = await bench.OpenAsync();

        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":48000}""");
        await PageBench.SayAsync(socket, """{"kind":"microphone","rate":0,"why":"muted"}""");

        Assert.Equal("page-microphone-muted", (await explained.Task).Code);
        Assert.False(bench.Page.Microphone.IsOn);
    }

    [Fact]
    public async Task Move_ValuesNoHardwareHas_AreBroughtToTheNearest()
    {
        await using var bench = await PageBench.StartAsync();
        var moved = new TaskCompletionSource();
        bench.Page.Hardware.Changed += _ => moved.TrySetResult();
        using var socket = await bench.OpenAsync();

        await PageBench.SayAsync(socket, """{"kind":"move","battery":-5,"celsius":1e9}""");
        await moved.Task;

        Assert.Equal((0, 80.0), (bench.Page.Hardware.Read().Value.Percent, bench.Page.Hardware.ReadCelsius()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kind":"explode"}""")]
    [InlineData("""{"kind":"microphone","rate":7}""")]
    [InlineData("""{"kind":"microphone","rate":"16000"}""")]
    [InlineData("""{"kind":"press","button":"tap","unknown":1}""")]
    [InlineData("""{"kind":null}""")]
    public async Task ServeAsync_WordsThatAreNotThePages_EndTheLinkWithAReason(string words)
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();

        await PageBench.SayAsync(socket, words);
        var end = await Assert.ThrowsAsync<EndOfStreamException>(() => PageBench.HearAsync(socket, "never"));

        Assert.StartsWith("Refusing a message of the page", end.Message);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Theory]
    [InlineData(0, 1)] // no header
    [InlineData(9, 10)] // no such kind
    [InlineData(PageFrames.Sound, 11)] // half a sample
    [InlineData(PageFrames.Sound, PageMicrophone.MaxBytes + 10)]
    [InlineData(PageFrames.Speech, 10)] // what only the runtime sends
    [InlineData(PageFrames.Picture, PageLink.MaxBytes + 1)]
    public async Task ServeAsync_BytesThatAreNotThePages_EndTheLinkWithAReason(byte type, int length)
    {
        await using var bench = await PageBench.StartAsync();
        using var socket = await bench.OpenAsync();
        var bytes = new byte[length];
        bytes[0] = type;

        await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

        await Assert.ThrowsAnyAsync<Exception>(() => PageBench.HearAsync(socket, "never"));
        Assert.True(socket.CloseStatus is null or WebSocketCloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Socket_PageFromAnotherOrigin_IsRefused()
    {
        await using var bench = await PageBench.StartAsync();

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => bench.OpenAsync("https://evil.example"));

        Assert.Contains("403", refused.Message);
        Assert.False(bench.Page.IsOpen);
    }

    [Fact]
    public async Task AnswerAsync_EveryPage_CarriesThePolicyAndComesOnceOnly()
    {
        await using var bench = await PageBench.StartAsync();
        using var client = new HttpClient { BaseAddress = bench.Address };

        using var page = await client.GetAsync("/glasses");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/glasses");
        again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
        using var same = await client.SendAsync(again);
        using var missing = await client.GetAsync("/glasses/../../etc/passwd");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.NotFound),
            (page.StatusCode, same.StatusCode, missing.StatusCode));
        Assert.Contains("default-src 'none'; script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("default-src 'none'", missing.Headers.GetValues("Content-Security-Policy").Single());
    }

    private PageCamera Camera(GlassesPage page) =>
        new(page, page.Hardware, new SimulatedCamera(_folder.Path, TimeProvider.System), TimeProvider.System);

    // A message that has an effect to be seen: what was said before it has been taken.
    private static async Task SeenAsync(PageBench bench, ClientWebSocket socket)
    {
        await PageBench.SayAsync(socket, """{"kind":"move","battery":50}""");
        while (bench.Page.Hardware.Current.BatteryPercent != 50) await PageBench.HearAsync(socket, "state");
    }

    private static async Task<int> CountAsync(PageMicrophone microphone, int atLeast)
    {
        var heard = new float[4000];
        var count = 0;
        while (count < atLeast) count += await microphone.ReadAsync(heard, CancellationToken.None);
        return count;
    }

    private static async Task<float> SumAsync(PageMicrophone microphone, int samples)
    {
        var heard = new float[samples];
        var (count, sum) = (0, 0f);
        while (count < samples)
        {
            var read = await microphone.ReadAsync(heard, CancellationToken.None);
            sum += heard.Take(read).Sum();
            count += read;
        }

        return sum;
    }
}
