using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using EdgeRuntime.Device.Settings;

namespace Device.Tests.Settings;

/// <summary>Whatever lies in the place of settings ends in one sentence with the file, in a moment.</summary>
[SupportedOSPlatform("linux")]
public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["settings.yaml"];

    public static TheoryData<string> Kinds => Misplaced.Kinds;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("turn: { tool_dedline: 4 s }", "settings-unknown", 1, "turn.tool_deadline")]
    [InlineData("turns: { tool_deadline: 4 s }", "settings-unknown", 1, "turn.tool_deadline")]
    [InlineData("tool_deadline: 4 s", "settings-unknown", 1, "turn.tool_deadline")]
    [InlineData("turn.tool_deadline: 4 s", "settings-invalid", 1, "Write turn: and, indented below it, tool_deadline:")]
    [InlineData("nonsense: { x: 1 }", "settings-unknown", 1, "Sections are: ")]
    [InlineData("wake: 3", "settings-invalid", 1, "phrases, thresholds")]
    [InlineData("#\nturn:\n  tool_deadline: -3 s", "settings-invalid", 3, "from 100 ms to 10 min")]
    [InlineData("turn: { tool_deadline: 11 min }", "settings-invalid", 1, "from 100 ms to 10 min")]
    [InlineData("turn: { tool_deadline: 4 }", "settings-invalid", 1, "a time")]
    [InlineData("turn: { tool_deadline: }", "settings-invalid", 1, "a time")]
    [InlineData("turn: { tool_deadline: 9999999999999999999999999999999 s }", "settings-invalid", 1, "a time")]
    [InlineData("turn: { tool_deadline: 999999999999999 ms }", "settings-invalid", 1, "a time")]
    [InlineData("turn: { tool_deadline: [4 s] }", "settings-invalid", 1, "\"[4 s]\"")]
    [InlineData("turn: { tool_deadline: { a: 4 s } }", "settings-invalid", 1, "\"{ a: 4 s }\"")]
    [InlineData("turn: [1]", "settings-invalid", 1, "must be a section")]
    [InlineData("turn: { long_question_words: 3.5 }", "settings-invalid", 1, "a whole number from 1 to 1000")]
    [InlineData("listening: { speech_on: NaN }", "settings-invalid", 1, "from 0.001 to 0.999")]
    [InlineData("listening: { speech_on: Infinity }", "settings-invalid", 1, "from 0.001 to 0.999")]
    [InlineData("routing: { hot: 1e3 }", "settings-invalid", 1, "from 20 to 100")]
    [InlineData("models: { arena: yes }", "settings-invalid", 1, "true or false")]
    [InlineData("wake: { phrases: [compter] }", "settings-invalid", 1, "computer")]
    [InlineData("wake: { phrases: [] }", "settings-invalid", 1, "a list of 1 to")]
    [InlineData("wake: { thresholds: { computer: 1, computer: 2 } }", "settings-invalid", 1, "second time")]
    [InlineData("models: { folder: here }", "settings-invalid", 1, "begins with /")]
    [InlineData("phones: { broker: \"mqtt://me:secret@there\" }", "settings-invalid", 1, "no password")]
    [InlineData("phones: { broker: 99999 }", "settings-invalid", 1, "HOST:PORT")]
    [InlineData("cloud: { gateway: \"http://gateway.example\" }", "settings-invalid", 1, "https://")]
    [InlineData("cloud: { audio_message: 321 B }", "settings-invalid", 0, "even number")]
    [InlineData("broker: { keep_alive: 1500 ms }", "settings-invalid", 1, "a multiple of 1 s")]
    [InlineData("utterance: { silence_after_settled: 10 s }", "settings-invalid", 0, "utterance.silence_after_complete (320 ms, built in)")]
    [InlineData("turn: {}\nturn: {}", "settings-invalid", 2, "second time")]
    [InlineData("turn:\n  grace: 5 ms\n  grace: 6 ms", "settings-invalid", 3, "after line 2")]
    [InlineData("turn: &x {}", "settings-invalid", 1, "anchors")]
    [InlineData("turn: { grace: *x }", "settings-invalid", 1, "the value itself")]
    [InlineData("turn: *turn", "settings-invalid", 1, "the value itself")]
    [InlineData("turn: { <<: { grace: 5 ms } }", "settings-unknown", 1, "turn.<<")]
    [InlineData("turn: !!map {}", "settings-invalid", 1, "tag")]
    [InlineData("turn: { x: { y: { z: 1 } } }", "settings-invalid", 1, "nested deeper")]
    [InlineData("? [a, b]\n: 1", "settings-invalid", 1, "nested deeper")]
    [InlineData("- a", "settings-invalid", 1, "sections")]
    [InlineData("just text", "settings-invalid", 1, "sections")]
    [InlineData("turn: {}\n---\nwake: {}", "settings-invalid", 2, "second document")]
    [InlineData("{}\n---\nwake: {}", "settings-invalid", 2, "second document")]
    [InlineData("turn: { grace: 5 ms }\n\0wake: 3", "settings-invalid", 2, "NUL")]
    [InlineData("turns:\n  # grace: 5 ms", "settings-unknown", 1, "Sections are: ")]
    [InlineData("turns: {}", "settings-unknown", 1, "Sections are: ")]
    [InlineData("tool_deadline:", "settings-unknown", 1, "turn.tool_deadline")]
    [InlineData("turn: { \"gr\\e[2J\\nace\": 5 ms }", "settings-unknown", 1, "turn.gr [2J ace")]
    [InlineData("turn: { \"gr\\u202eace\": 5 ms }", "settings-unknown", 1, "turn.gr ace")]
    [InlineData("wake: { thresholds: { \"a\\e\": 1, \"a\\e\": 2 } }", "settings-invalid", 1, "second time")]
    [InlineData("turn: {", "settings-invalid", 0, "not YAML")]
    [InlineData("\"\\ud800\": 1", "settings-invalid", 1, "not YAML")]
    [InlineData("\tturn: 1", "settings-invalid", 1, "must be a section")]
    [InlineData("turn: { grace: \"5 ms\\n\\e[2J\" }", "settings-invalid", 1, "a time")]
    public void Load_Rubbish_IsOneSentenceWithFileLineAndNextStep(string text, string code, int line, string says)
    {
        System.IO.File.WriteAllText(File, text);

        var wrong = Load().Wrong[0];

        Assert.Equal(code, wrong.Code);
        Assert.StartsWith(line > 0 ? $"{File}, line {line}: " : File, wrong.Message);
        Assert.Contains(says, wrong.Message + " " + wrong.Next);
        Assert.DoesNotContain(wrong.Message, char.IsControl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    [InlineData("turn:\n# all commented out\nwake: {}\n")]
    [InlineData("\uFEFFturn: { grace: 250 ms }")]
    public void Load_NothingSet_IsWhatIsBuiltIn(string text)
    {
        System.IO.File.WriteAllText(File, text);

        var loaded = Load();

        Assert.Empty(loaded.Wrong);
        Assert.Equal(DeviceSettings.BuiltIn.Turn, loaded.Options.Turn);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Load_SomethingElseInItsPlace_IsRefusedAndNeverWaitedFor(string kind)
    {
        Misplaced.Make(kind, File);

        var loaded = await Misplaced.InTimeAsync(() => SettingsLoader.Load(_folder.Path, null, _folder["program"]));

        Assert.Equal("settings-unreadable", Assert.Single(loaded.Wrong).Code);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/nowhere/settings.yaml")]
    [InlineData("/proc/self/mem")]
    [InlineData("")]
    public async Task Load_NamedFileThatIsNone_IsRefused(string path)
    {
        var loaded = await Misplaced.InTimeAsync(() => SettingsLoader.Load(_folder.Path, path, _folder["program"]));

        Assert.Equal("settings-unreadable", Assert.Single(loaded.Wrong).Code);
    }

    [Theory]
    [InlineData("turn: {}\n#", 'x')]
    [InlineData("", '[')]
    [InlineData("turn: ", '{')]
    [InlineData("turn: \"", ' ')]
    public void Load_AMegabyte_IsRefusedByItsLength(string begin, char more)
    {
        System.IO.File.WriteAllText(File, begin + new string(more, 1 << 20));
        var began = Stopwatch.GetTimestamp();

        var wrong = Assert.Single(Load().Wrong);

        Assert.Contains("longer than 256 KiB", wrong.Message);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("", "[", "")]
    [InlineData("turn: ", "{ a: ", "")]
    [InlineData("turn:\n", "  grace: 5 ms\n", "")]
    [InlineData("", "? ", "")]
    [InlineData("wake:\n  phrases: [", "computer, ", "computer]")]
    public void Load_AsMuchAsIsRead_IsRefusedInAMoment(string begin, string again, string end)
    {
        System.IO.File.WriteAllText(File, begin + string.Concat(Enumerable.Repeat(again, (200 << 10) / again.Length)) + end);
        var began = Stopwatch.GetTimestamp();

        var loaded = Load();

        Assert.NotEmpty(loaded.Wrong);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("turn:\n", "  tool_deadlin")]
    [InlineData("", "tool_deadlin")]
    public void Load_ThousandsOfMistakes_TellsAHundredInAMoment(string begin, string key)
    {
        var lines = Enumerable.Range(0, 3900).Select(number => $"{key}{number:0000}: 5 ms\n");
        System.IO.File.WriteAllText(File, begin + string.Concat(lines));
        var began = Stopwatch.GetTimestamp();

        var wrong = Load().Wrong;

        Assert.Equal(101, wrong.Count);
        Assert.Contains("from here on nothing was looked at", wrong[^1].Message);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Load_Latin1_IsRefused()
    {
        System.IO.File.WriteAllBytes(File, [.. "context: { surroundings: { area: K"u8, 0xFC, .. "che } }"u8]);

        Assert.Contains("UTF-8", Assert.Single(Load().Wrong).Message);
    }

    [Fact]
    public void Load_RandomPiecesOfYaml_NeverThrow()
    {
        var random = new Random(7);
        string[] pieces =
        [
            "turn", "wake", ":", " ", "\n", "  ", "{", "}", "[", "]", ",", "-", "?", "&a", "*a", "!", "|", ">", "\"", "'", "\\x", "%",
            "#", "4 s", "\0", "é", "---", "...",
        ];
        for (var round = 0; round < 3000; round++)
        {
            System.IO.File.WriteAllText(File, string.Concat(random.GetItems(pieces, random.Next(1, 30))));

            Assert.All(Load().Wrong, wrong => Assert.StartsWith("settings-", wrong.Code));
        }
    }

    [Fact]
    public void Load_SeveralMistakes_AreAllFound()
    {
        System.IO.File.WriteAllText(File, "turn: { grace: 1, tool_deadline: 2 }\nwake: { warm_up: 3 }", Encoding.UTF8);

        Assert.Equal(3, Load().Wrong.Count);
    }

    private LoadedSettings Load() => SettingsLoader.Load(_folder.Path, File, _folder["program"]);
}
