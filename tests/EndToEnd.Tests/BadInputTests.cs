using System.Diagnostics;
using System.Text;
using TestKit;

namespace EndToEnd.Tests;

public sealed class BadInputTests : IDisposable
{
    private const string Head = "language: en\nintents:\n  Go:\n    data:\n      - sentences:\n";

    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task A_file_that_is_no_WAV_is_named()
    {
        await RefusedAsync("wav-not-riff", 2, _glasses.Write("song.mp3", "ID3 this is not a WAV file at all, it only lies in its name"));
    }

    [Fact]
    public async Task Raw_sound_in_a_pipe_is_told_apart_from_a_WAV()
    {
        var ended = await _glasses.RunAsync(
            ["ask", "-", "--json", "--state", _glasses.State], input => input.WriteAsync(new byte[64_000]).AsTask());

        Assert.Equal((2, "wav-not-riff"), (ended.Code, ended.ErrorCode));
        HasNoStackTrace(ended);
    }

    [Fact]
    public async Task An_empty_file_is_named() => await RefusedAsync("wav-empty", 2, _glasses.Write("empty.wav", []));

    [Fact]
    public async Task A_file_shorter_than_its_header_is_acted_upon_as_far_as_it_goes_and_said_to_be_short()
    {
        var whole = await File.ReadAllBytesAsync(Fixtures.Path("speech/set-volume-thirty.wav"));

        var ended = await _glasses.AskAsync(_glasses.Write("cut.wav", whole[..^1000]));

        Assert.Equal(0, ended.Code);
        Assert.Equal(30, ended.Json.GetProperty("slots").GetProperty("percent").GetInt32());
        Assert.Equal("wav-truncated", ended.Json.GetProperty("warning").GetProperty("code").GetString());
        HasNoStackTrace(ended);
    }

    [Theory]
    [InlineData("> /dev/full")]
    [InlineData("--json > /dev/full")]
    [InlineData(">&-")]
    [InlineData("--json >&-")]
    [InlineData("<&- >&-")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData("> /dev/full 2> /dev/full")]
    public async Task Output_that_cannot_be_written_ends_in_a_sentence_and_a_code(string redirection)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "sh", ["-c", $"\"$0\" ask --text 'set the volume to 41 percent' --out answer.wav --state \"$1\" {redirection}",
                    _glasses.Program, _glasses.State])
            {
                RedirectStandardError = true,
                WorkingDirectory = _glasses.Folder,
            })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(6, process.ExitCode);
        Assert.Contains(redirection.Contains("2>") ? "" : "[output-lost]", error);
        HasNoStackTrace(new Glasses.Ended(process.ExitCode, "", error));
    }

    // The number of a closed stream goes to the next file that is opened; then an answer is written into it.
    [Theory]
    [InlineData(">&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task A_closed_stream_is_no_way_into_a_file(string redirection)
    {
        await ShellAsync($"'{_glasses.Program}' ask --text 'set the volume to 41 percent' --json --state '{_glasses.State}' {redirection}");

        var ended = await _glasses.AskAsync("--text", "set the volume to 42 percent");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.DoesNotContain(Directory.GetFiles(_glasses.State), file => file.Contains("damaged"));
    }

    [Theory]
    [InlineData("ask --text -", "input-closed")]
    [InlineData("ask -", "wav-empty")]
    [InlineData("run --wav -", "wav-empty")]
    public async Task A_closed_input_ends_in_a_sentence_and_a_code(string command, string code)
    {
        using var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"\"$0\" {command} --state \"$1\" <&-", _glasses.Program, _glasses.State])
            {
                RedirectStandardError = true,
                WorkingDirectory = _glasses.Folder,
            })!;
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains($"[{code}]", error);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() => await RefusedAsync("wav-not-found", 2, "nowhere.wav");

    [Fact]
    public async Task A_folder_is_no_file() => await RefusedAsync("wav-unreadable", 2, _glasses.Folder);

    [Theory]
    [InlineData("acoustic.onnx", "vad.onnx", "model-truncated")]
    [InlineData("lexicon.txt", null, "model-hash-mismatch")]
    [InlineData("acoustic.onnx", null, "model-hash-mismatch")]
    public async Task A_model_that_was_swapped_is_refused(string file, string? by, string code)
    {
        var path = Path.Combine(CopyModels(), file);
        var bytes = by is null ? await File.ReadAllBytesAsync(path) : await File.ReadAllBytesAsync(Path.Combine(_glasses.Models!, by));
        if (by is null) bytes[^1] ^= 1;
        File.Delete(path); // a hard link: the original stays as it is
        await File.WriteAllBytesAsync(path, bytes);

        var ended = await RefusedAsync(code, 1, Fixtures.Path("speech/take-a-photo.wav"));

        Assert.StartsWith("Refusing to load", ended.Json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_models_folder_without_a_manifest_is_named()
    {
        _glasses.Models = _glasses.Folder;

        await RefusedAsync(
            "models-missing", 1, Fixtures.Path("speech/take-a-photo.wav"), "--context", Fixture("go.yaml", Head + "          - go\n"));
    }

    [Fact]
    public async Task A_context_whose_rules_run_in_a_circle_is_refused_with_its_place()
    {
        var context = Fixture("cycle.yaml", Head + "          - \"<a>\"\nexpansion_rules:\n  a: \"go <b>\"\n  b: \"home [<a>]\"\n");

        var ended = await RefusedAsync("context-rule-cycle", 2, "--text", "go", "--context", context);

        Assert.True(ended.Json.GetProperty("error").GetProperty("line").GetInt32() > 0);
    }

    [Fact]
    public async Task A_context_with_an_unknown_slot_is_refused_with_its_place()
    {
        var context = Fixture("unknown.yaml", Head + "          - \"go to {place}\"\n");

        var ended = await _glasses.RunAsync("context", "check", context);

        Assert.Equal(2, ended.Code);
        Assert.Contains("[context-unknown-list]", ended.Error);
        Assert.Contains("Line 6, column", ended.Error);
        HasNoStackTrace(ended);
    }

    [Fact]
    public async Task A_million_alternatives_stay_small()
    {
        var ways = string.Join(
            ' ', Enumerable.Range(0, 6).Select(
                place => "(" + string.Join('|', Enumerable.Range(0, 10).Select(i => $"word{(char)('a' + place)}{(char)('a' + i)}")) + ")"));
        var context = Fixture("million.yaml", Head + $"          - \"{ways}\"\n");

        var ended = await _glasses.AskAsync("--text", "wordaa wordbb wordcc worddd wordee wordfj", "--context", context);

        Assert.Equal("Go", ended.Json.GetProperty("intent").GetString());
        Assert.True(ended.Json.GetProperty("timings_ms").GetProperty("start").GetDouble() < 20_000);
    }

    [Fact]
    public async Task A_context_beyond_every_bound_is_refused()
    {
        var bomb = string.Join(
            '\n', Enumerable.Range(0, 40)
                .Select(level => $"  r{level}: \"{string.Concat(Enumerable.Repeat($"(a <r{level + 1}>|b <r{level + 1}>) ", 6))}\""))
                    + "\n  r40: \"end\"\n";
        var context = Fixture("bomb.yaml", Head + "          - \"<r0>\"\nexpansion_rules:\n" + bomb);

        var ended = await _glasses.AskAsync("--text", "a", "--context", context);

        Assert.Equal(2, ended.Code);
        Assert.StartsWith("context-", ended.ErrorCode);
        HasNoStackTrace(ended);
    }

    [Fact]
    public async Task A_text_of_a_megabyte_is_refused()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("set the volume to thirty percent ", 32_000)));

        var ended = await _glasses.RunAsync(
            ["ask", "--text", "-", "--json", "--state", _glasses.State], input => input.WriteAsync(text).AsTask());

        Assert.Equal((2, "text-too-long"), (ended.Code, ended.ErrorCode));
        HasNoStackTrace(ended);
    }

    [Fact]
    public async Task A_missing_native_library_is_named()
    {
        var copy = Path.Combine(_glasses.Folder, "program");
        await ShellAsync(
            $"mkdir '{copy}' && find '{AppContext.BaseDirectory}' -mindepth 1 -maxdepth 1 ! -name scratch -exec cp -al -t '{copy}' {{}} "
            + $"+ && find '{copy}' -name 'libonnxruntime*.so*' -delete");
        using var crippled = new Glasses { Program = Path.Combine(copy, "edge-runtime") };

        var ended = await crippled.AskAsync(Fixtures.Path("speech/take-a-photo.wav"));

        Assert.Equal((1, "model-runtime-missing"), (ended.Code, ended.ErrorCode));
        HasNoStackTrace(ended);
    }

    [MountFact]
    public async Task A_full_disk_loses_nothing()
    {
        var ended = await OnMountAsync("size=64k", "head -c 200000 /dev/zero > \"$0/ballast\" 2>/dev/null;");

        Assert.Equal((5, "state-disk-full"), (ended.Code, ended.ErrorCode));
        HasNoStackTrace(ended);
    }

    [MountFact]
    public async Task A_read_only_state_folder_is_named()
    {
        var ended = await OnMountAsync("ro,size=64k", "");

        Assert.Equal((5, "state-read-only"), (ended.Code, ended.ErrorCode));
        HasNoStackTrace(ended);
    }

    private async Task<Glasses.Ended> RefusedAsync(string code, int exit, params string[] arguments)
    {
        var ended = await _glasses.AskAsync(arguments);

        Assert.Equal((exit, code), (ended.Code, ended.ErrorCode));
        Assert.EndsWith(".", ended.Json.GetProperty("error").GetProperty("message").GetString());
        Assert.NotEmpty(ended.Json.GetProperty("error").GetProperty("next").GetString()!);
        HasNoStackTrace(ended);
        return ended;
    }

    private static void HasNoStackTrace(Glasses.Ended ended)
    {
        Assert.DoesNotContain("   at ", ended.Output + ended.Error);
        Assert.DoesNotContain("Unhandled", ended.Output + ended.Error);
    }

    private string Fixture(string name, string yaml) => _glasses.Write(name, yaml);

    private string CopyModels()
    {
        _glasses.Models = Path.Combine(_glasses.Folder, "models");
        foreach (var file in SourceFiles())
        {
            File.Copy(
            file, Path.Combine(Directory.CreateDirectory(Path.GetDirectoryName(Target(file))!).FullName, Path.GetFileName(file)));
        }

        return _glasses.Models;

        string Target(string file) =>
            Path.Combine(_glasses.Models, Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "models"), file));
        static IEnumerable<string> SourceFiles() =>
            Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "models"), "*", SearchOption.AllDirectories);
    }

    // A file system of its own, in a name space of its own: nothing outside this one command sees it.
    private async Task<Glasses.Ended> OnMountAsync(string options, string before)
    {
        var mount = Directory.CreateDirectory(Path.Combine(_glasses.Folder, "mount")).FullName;
        var script =
            $"mount -t tmpfs -o {options} tmpfs \"$0\" && {{ {before} \"$1\" ask --text 'set the volume to 41 percent' --json --state "
            + $"\"$0/state\"; }}";
        using var process = Process.Start(
            new ProcessStartInfo(
                "unshare", ["-rm", "sh", "-c", script, mount, _glasses.Program])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Glasses.Ended(process.ExitCode, await output, await error);
    }

    private static async Task ShellAsync(string script)
    {
        using var process = Process.Start("sh", ["-c", script]);
        await process.WaitForExitAsync();
    }
}
