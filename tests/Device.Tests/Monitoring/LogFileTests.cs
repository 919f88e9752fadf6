using System.Runtime.Versioning;
using EdgeRuntime.Device.Monitoring;

namespace Device.Tests.Monitoring;

public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_MoreThanMayBeKept_KeepsTheNewestFilesWithinTheirBounds()
    {
        var options = new LogOptions { FileBytes = 4096, Files = 3 };
        var file = new LogFile(_folder.Path, options);

        for (var line = 0; line < 1000; line++) Assert.Null(file.Append($"line {line:0000} {new string('x', 50)}"));

        var files = Directory.GetFiles(_folder["log"], "edge-runtime.log*").Order().ToArray();
        Assert.Equal(["edge-runtime.log", "edge-runtime.log.1", "edge-runtime.log.2"], files.Select(Path.GetFileName));
        Assert.All(files, path => Assert.InRange(new FileInfo(path).Length, 1, 4096));
        var newest = files.Reverse().SelectMany(File.ReadLines).Select(line => line[5..9]).ToArray();
        Assert.Equal(Enumerable.Range(1000 - newest.Length, newest.Length).Select(n => $"{n:0000}"), newest);
    }

    [Fact]
    public void Append_OneFileMayBeKept_BeginsItAgain()
    {
        var file = new LogFile(_folder.Path, new LogOptions { FileBytes = 4096, Files = 1 });

        for (var line = 0; line < 100; line++) Assert.Null(file.Append(new string('x', 99)));

        Assert.Equal(file.Path, Assert.Single(Directory.GetFiles(_folder["log"], "edge-runtime.log*")));
        Assert.InRange(new FileInfo(file.Path).Length, 1, 4096);
    }

    [Fact]
    public void Append_TwoPrograms_LosesNoLine()
    {
        var options = new LogOptions { FileBytes = 8192, Files = 20 };

        Parallel.For(0, 4, program =>
        {
            var file = new LogFile(_folder.Path, options);
            for (var line = 0; line < 100; line++)
            {
                while (file.Append($"{program}-{line}") is { } held) Assert.Contains("another program", held);
            }
        });

        var lines = Directory.GetFiles(_folder["log"], "edge-runtime.log*").SelectMany(File.ReadLines).ToArray();
        Assert.Equal(400, lines.Length);
        Assert.Equal(400, lines.Distinct().Count());
    }

    [Fact]
    public void Append_NoStateFolder_MakesNone()
    {
        Assert.Null(new LogFile(_folder["none"], new LogOptions()).Append("a line"));

        Assert.False(Directory.Exists(_folder["none"]));
    }

    [Fact]
    public void Append_AnyLine_IsForTheOwnerOnly()
    {
        var file = new LogFile(_folder.Path, new LogOptions());

        file.Append("a line");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file.Path).UnixFileMode);
    }

    [Fact]
    public void Append_AFileWhereTheFolderShouldBe_SaysWhyTheLineIsLost()
    {
        File.WriteAllText(_folder["log"], "in the way");

        Assert.NotNull(new LogFile(_folder.Path, new LogOptions()).Append("a line"));
    }

    [Theory]
    [InlineData("edge-runtime.log", "pipe")]
    [InlineData("edge-runtime.log", "folder")]
    [InlineData("edge-runtime.log", "link to a file")]
    [InlineData("lock", "pipe")]
    [InlineData("lock", "link to a file")]
    [SupportedOSPlatform("linux")]
    public async Task Append_SomethingElseInThePlaceOfAFile_IsLostInASentenceAndNeverWaitedFor(string name, string kind)
    {
        Directory.CreateDirectory(_folder["log"]);
        var path = Path.Combine(_folder["log"], name);
        if (kind != "link to a file")
        {
            Misplaced.Make(kind, path);
        }
        else
        {
            File.WriteAllText(_folder["elsewhere"], "");
            File.CreateSymbolicLink(path, _folder["elsewhere"]);
        }

        var lost = await Misplaced.InTimeAsync(() => new LogFile(_folder.Path, new LogOptions()).Append("a line"));

        Assert.Equal($"{path} is not a file", lost);
    }

    [Fact]
    public void Append_AfterHalfALine_BeginsANewOne()
    {
        var file = new LogFile(_folder.Path, new LogOptions());
        file.Append("whole");
        File.AppendAllText(file.Path, "torn by a full di");

        file.Append("next");

        Assert.Equal(["whole", "torn by a full di", "next"], File.ReadAllLines(file.Path));
    }
}
