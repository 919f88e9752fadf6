using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using TestKit;

namespace EndToEnd.Tests;

[SupportedOSPlatform("linux")]
public sealed class CloudTests : IDisposable
{
    private const string Question = "what is the capital of france";
    private const string Key = "eg_device_0123456789abcdef";

    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task A_question_beyond_the_glasses_is_answered_by_a_gateway_started_beside_them()
    {
        var trace = Path.Combine(_glasses.Folder, "turn.json");

        var ended = await _glasses.AskAsync("--text", Question, "--cloud", "local", "--trace", trace);

        Assert.True(ended.Code == 0, ended.Output + ended.Error);
        Assert.Equal("cloud", ended.Json.GetProperty("route").GetString());
        var cloud = ended.Json.GetProperty("cloud");
        Assert.True(cloud.GetProperty("scripted").GetBoolean());
        Assert.Equal(26, cloud.GetProperty("bill").GetProperty("id").GetString()!.Length);
        Assert.True(cloud.GetProperty("bill").GetProperty("output_tokens").GetInt64() > 0);
        Assert.Contains("script", ended.Json.GetProperty("answer").GetString(), StringComparison.OrdinalIgnoreCase);
        var replayed = await _glasses.RunAsync("route", "replay", trace);
        Assert.Equal((0, true), (replayed.Code, replayed.Output.Contains("Cloud, the same again")));
        Assert.DoesNotContain("france", await File.ReadAllTextAsync(trace), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Beyond_the_wearers_budget_the_cloud_is_not_asked()
    {
        var none = await _glasses.RunAsync("cloud", "budget", "lots", "--state", _glasses.State);
        var set = await _glasses.RunAsync("cloud", "budget", "0", "--state", _glasses.State);

        var ended = await _glasses.AskAsync("--text", Question, "--cloud", "local");

        Assert.Equal((2, 0), (none.Code, set.Code));
        Assert.Contains("0 a month", set.Output);
        Assert.Contains("cloud-budget", ended.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
        Assert.False(Directory.Exists(Path.Combine(_glasses.State, "local-gateway")));
    }

    [Fact]
    public async Task What_the_glasses_can_do_alone_starts_no_gateway()
    {
        var ended = await _glasses.AskAsync("--text", "set the volume to 30 percent", "--cloud", "local");

        Assert.Equal((0, "local"), (ended.Code, ended.Json.GetProperty("route").GetString()));
        Assert.False(Directory.Exists(Path.Combine(_glasses.State, "local-gateway")));
    }

    [Theory]
    [InlineData("off", "off")]
    [InlineData("on", "on")]
    public async Task Without_consent_or_while_locked_not_one_connection_is_made(string consent, string locked)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await ConnectAsync($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await _glasses.RunAsync("cloud", "consent", consent, "--state", _glasses.State);
        await _glasses.RunAsync("cloud", "lock", locked, "--state", _glasses.State);

        var question = await _glasses.AskAsync("--text", Question);
        var task = await _glasses.AskAsync("--text", "what am i looking at");
        var spoken = await _glasses.AskAsync(Fixtures.Path("speech/other-speech.wav"));
        var status = await _glasses.RunAsync("cloud", "status", "--state", _glasses.State);
        var flush = await _glasses.RunAsync("cloud", "flush", "--state", _glasses.State);

        Assert.Equal((3, 3), (question.Code, task.Code));
        Assert.Equal(locked == "on" ? "cloud-locked" : "cloud-no-consent", task.ErrorCode);
        Assert.Equal(task.ErrorCode, question.ErrorCode);
        Assert.NotEqual("cloud", spoken.Json.GetProperty("route").GetString());
        Assert.Equal(0, status.Code);
        Assert.NotEqual(0, flush.Code);
        Assert.False(listener.Pending(), "somebody connected");
        Assert.False(Directory.Exists(Path.Combine(_glasses.State, "queue")), "something was kept");
    }

    [Fact]
    public async Task Local_only_holds_against_the_local_gateway_too()
    {
        await _glasses.RunAsync("cloud", "lock", "on", "--state", _glasses.State);

        var ended = await _glasses.AskAsync("--text", "what am i looking at", "--cloud", "local");

        Assert.Equal((3, "cloud-locked", "refuse"), (ended.Code, ended.ErrorCode, ended.Json.GetProperty("route").GetString()));
        Assert.False(Directory.Exists(Path.Combine(_glasses.State, "local-gateway")));
    }

    [Fact]
    public async Task A_key_is_kept_for_its_owner_and_shown_to_nobody()
    {
        var connected = await ConnectAsync("https://127.0.0.1:1");

        var status = await _glasses.RunAsync("cloud", "status", "--offline", "--state", _glasses.State);

        Assert.Equal(0, connected.Code);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_glasses.State, "cloud.json")));
        Assert.DoesNotContain(Key, connected.Output + connected.Error + status.Output + status.Error);
        Assert.Contains("https://127.0.0.1:1", status.Output);
        Assert.DoesNotContain(Key, string.Concat(Directory.GetFiles(_glasses.State, "state*").Select(File.ReadAllText)));
        Assert.Equal(0, (await _glasses.RunAsync("cloud", "forget", "--state", _glasses.State)).Code);
        Assert.False(File.Exists(Path.Combine(_glasses.State, "cloud.json")));
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_a_named_error_for_a_question_and_a_long_one_waits()
    {
        await ConnectAsync($"http://127.0.0.1:{UnusedPort()}");
        await _glasses.RunAsync("cloud", "consent", "on", "--state", _glasses.State);

        var question = await _glasses.AskAsync("--text", Question);
        var longer = await _glasses.AskAsync(
            "--text", "please find out when the next train to boston leaves from the station near my hotel");

        Assert.Equal((3, "cloud-down"), (question.Code, question.ErrorCode));
        Assert.Equal((0, "queue"), (longer.Code, longer.Json.GetProperty("route").GetString()));
        Assert.Contains("I kept it", longer.Json.GetProperty("answer").GetString());
        Assert.Contains("waiting    1", (await _glasses.RunAsync("cloud", "status", "--offline", "--state", _glasses.State)).Output);
    }

    [Fact]
    public async Task A_gateway_that_is_missing_is_named_with_the_command_that_builds_it()
    {
        _glasses.Environment["EDGE_GATEWAY"] = "/nowhere/edge-gateway";

        var ended = await _glasses.AskAsync("--text", Question, "--cloud", "local");

        Assert.Equal((2, "gateway-missing"), (ended.Code, ended.ErrorCode));
        Assert.Contains("dotnet build", ended.Json.GetProperty("error").GetProperty("next").GetString());
    }

    [Fact]
    public async Task A_trace_that_was_changed_does_not_replay()
    {
        var trace = Path.Combine(_glasses.Folder, "turn.json");
        await _glasses.AskAsync("--text", "take a photo", "--trace", trace);
        var good = await _glasses.RunAsync("route", "replay", trace);
        await File.WriteAllTextAsync(trace, (await File.ReadAllTextAsync(trace)).Replace("\"Local\"", "\"Reject\""));

        var changed = await _glasses.RunAsync("route", "replay", trace);
        var nothing = await _glasses.RunAsync("route", "replay", _glasses.Write("no.json", "[]"));

        Assert.Equal((0, 1, 2), (good.Code, changed.Code, nothing.Code));
        Assert.Contains("[route-differs]", changed.Error);
        Assert.Contains("[trace-unreadable]", nothing.Error);
    }

    private Task<Glasses.Ended> ConnectAsync(string address) =>
        _glasses.RunAsync("cloud", "connect", address, "--key-file", _glasses.Write("key", Key), "--state", _glasses.State);

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
