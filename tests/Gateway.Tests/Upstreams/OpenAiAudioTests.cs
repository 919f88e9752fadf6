using System.Text;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using TestKit;

namespace Gateway.Tests.Upstreams;

public sealed class OpenAiAudioTests
{
    [Fact]
    public async Task Transcribe_Sound_IsSentAsAWavFile()
    {
        byte[] file = [];
        string? model = null;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            Assert.Equal("/v1/audio/transcriptions", context.Request.Path);
            var form = await context.Request.ReadFormAsync();
            model = form["model"];
            using var copy = new MemoryStream();
            await form.Files["file"]!.CopyToAsync(copy);
            file = copy.ToArray();
            await context.Response.WriteAsync("""{"text":" hello there ","language":"en"}""");
        });
        using var models = Ask.Models(server.Address);

        var heard = await models.Models.TranscribeAsync(Ask.Question(), new byte[] { 1, 2, 3, 4 }, default);

        Assert.Equal("hello there", heard.Value);
        Assert.Equal("m", model);
        var sound = WavSound.Read(file)!;
        Assert.Equal([1, 2, 3, 4], sound.Pcm16.ToArray());
        Assert.Equal(16_000, sound.SampleRateHz);
        Assert.Equal(0, models.PlacesTaken);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"text\":5}")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("{\"text\":\"a\\u0000b\"}")]
    public async Task Transcribe_WrongAnswer_IsBroken(string body)
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(body));
        using var models = Ask.Models(options => options with { Retries = 0 }, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.TranscribeAsync(Ask.Question(), new byte[2], default)).Failure?.Code);
        Assert.Equal(0, models.PlacesTaken);
    }

    [Fact]
    public async Task Transcribe_EndlessAnswer_IsBrokenAndBounded()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[16_384]);
            }
        });
        using var models = Ask.Models(options => options with { Retries = 0 }, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.TranscribeAsync(Ask.Question(), new byte[2], default)).Failure?.Code);
        await server.Aborted.Task;
    }

    [Theory]
    [InlineData("pcm", 24_000)]
    [InlineData("wav", 22_050)]
    public async Task Speak_Sentence_GivesItsSamples(string format, int rate)
    {
        var asked = "";
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            asked = await reader.ReadToEndAsync();
            await context.Response.Body.WriteAsync(format == "pcm" ? new byte[1001] : WavBytes.File(new float[500], rateHz: 22_050));
        });
        using var models = Ask.Models(
            options => options with { Models = [Ask.OneModel(new RouteOptions { Server = "s0", SpeechFormat = format, Voice = "v" })] },
            server.Address);

        var spoken = (await models.Models.SpeakAsync(Ask.Question(), "say \"this\"", default)).Value!;

        Assert.Equal((rate, 1000), (spoken.SampleRateHz, spoken.Pcm16.Length));
        Assert.Contains("\"response_format\":\"" + format, asked);
        Assert.Contains("\"voice\":\"v\"", asked);
    }

    [Fact]
    public async Task Speak_Nothing_IsBroken()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        using var models = Ask.Models(options => options with { Retries = 0 }, server.Address);

        Assert.Equal("upstream-broken", (await models.Models.SpeakAsync(Ask.Question(), "x", default)).Failure?.Code);
    }

    [Fact]
    public async Task Moderate_Objection_IsGiven()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var bad = (await reader.ReadToEndAsync()).Contains("bad", StringComparison.Ordinal);
            await context.Response.WriteAsync(
                bad ? """{"results":[{"flagged":false},{"flagged":true}]}""" : """{"results":[{"flagged":false}]}""");
        });
        using var models = Ask.Models(server.Address);
        var moderation = new Moderation(models.Table, TimeProvider.System);

        Assert.True((await moderation.IsFlaggedAsync("s0", "m", "bad", TimeSpan.FromMinutes(1), default)).Value);
        Assert.False((await moderation.IsFlaggedAsync("s0", "m", "good", TimeSpan.FromMinutes(1), default)).Value);
        Assert.NotNull((await moderation.IsFlaggedAsync("s9", "m", "good", TimeSpan.FromMinutes(1), default)).Failure);
    }

    [Fact]
    public void Read_WavCutAnywhere_NeverThrows()
    {
        var wav = WavBytes.File(new float[8]);
        for (var length = 0; length < wav.Length; length++)
        {
            _ = WavSound.Read(wav.AsMemory(0, length));
        }

        Assert.Null(WavSound.Read(Encoding.ASCII.GetBytes("RIFF....WAVEdata")));
        Assert.NotNull(WavSound.Read(wav));
    }
}
