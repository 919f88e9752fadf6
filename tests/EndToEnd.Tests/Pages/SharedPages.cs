using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

namespace EndToEnd.Tests.Pages;

/// <summary>One program, one browser and one paired phone for all tests of the pages.
/// The phone reaches the glasses through a proxy that can be cut.</summary>
public sealed class SharedPages : IAsyncLifetime
{
    /// <summary>Name of the collection of tests that share this.</summary>
    public const string Name = "pages";

    private int _cutAfter = int.MaxValue;
    private ServedGlasses? _served;
    private Browser? _browser;

    internal Glasses Glasses { get; } = new();

    internal ServedGlasses Served => _served!;

    internal Browser Browser => _browser!;

    internal CuttingProxy Proxy { get; private set; } = null!;

    /// <summary>What was seen when the phone was paired.</summary>
    internal JsonElement Paired { get; private set; }

    /// <summary>The state of the glasses as it lies on the disk.</summary>
    internal JsonElement State => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Glasses.State, "state.json"))).RootElement;

    internal string Media => Directory.CreateDirectory(Path.Combine(Glasses.State, "media")).FullName;

    private string Home => Directory.CreateDirectory(Path.Combine(Glasses.Folder, "home")).FullName;

    private string Microphone => Path.Combine(Glasses.Folder, "said.wav");

    public async Task InitializeAsync()
    {
        if (Browser.Missing is not null) return;
        _served = await ServedGlasses.StartAsync(Glasses);
        Proxy = new CuttingProxy(_served.Companion.Port, _ => _cutAfter);
        var here = $"http://127.0.0.1:{_served.Companion.Port}";
        if (CertificateFactAttribute.Missing is null) await TrustAsync($"{here}/install/authority.crt");
        _browser = Browser.Start(here, $"http://127.0.0.1:{Proxy.Port}", Microphone, Home);
        Paired = await _browser.SeeAsync("phone.pair", new JsonObject { ["shots"] = true });
    }

    public async Task DisposeAsync()
    {
        try
        {
            if (_browser is null || _served is null) return;
            var ended = await _served.StopAsync(); // with pages and phones still open
            Assert.True(ended.Code == 0, ended.Error);
            Assert.Contains("Stopped.", ended.Error);
        }
        finally
        {
            if (_browser is not null) await _browser.DisposeAsync();
            if (Proxy is not null) await Proxy.DisposeAsync();
            if (_served is not null) await _served.DisposeAsync();
            Glasses.Dispose();
        }
    }

    /// <summary>What the microphone hears the next time a page turns it on.</summary>
    internal async Task SayAsync(string recording)
    {
        var spoken = await Wav.ReadAsync(recording);
        await File.WriteAllBytesAsync(Microphone, Wav.Of([.. Signals.Noise(1.5, 0.001), .. spoken, .. Signals.Noise(3, 0.001)]));
    }

    /// <summary>The same, in the words of a synthesiser.</summary>
    internal async Task SynthesiseAsync(string words)
    {
        await SayAsync(await Wav.SynthesiseAsync(words, Glasses.Folder));
    }

    /// <summary>Every connection of the phone breaks after so many bytes from the glasses, those that are open now at once.</summary>
    internal void BreakAfter(int bytes)
    {
        _cutAfter = bytes;
        Proxy.Cut();
    }

    /// <summary>Puts a file among those that the glasses have taken, whole; returns its hash.</summary>
    internal string TakeFile(string origin, byte[] content)
    {
        var path = Glasses.Write("taken", content);
        File.Move(path, Path.Combine(Media, $"{origin}-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss-fff}.mjpeg"));
        return HashOf(content);
    }

    /// <summary>SHA-256, in the digits that pages use.</summary>
    internal static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    // As a person does on Linux: into the certificates of the user.
    private async Task TrustAsync(string address)
    {
        using var client = new HttpClient();
        var certificate = Glasses.Write("authority.crt", await client.GetByteArrayAsync(address));
        var store = "sql:" + Directory.CreateDirectory(Path.Combine(Home, ".pki", "nssdb")).FullName;
        foreach (var arguments in (string[][])[["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "glasses", "-i", certificate]])
        {
            using var certutil = Process.Start("certutil", ["-d", store, .. arguments]);
            await certutil.WaitForExitAsync();
            Assert.Equal(0, certutil.ExitCode);
        }
    }
}
