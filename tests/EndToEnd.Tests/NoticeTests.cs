using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>What goes out beside the program is named with its licence; <c>build-arm64.sh</c> asks the same of the tarball.</summary>
public sealed class NoticeTests
{
    private static readonly string[] Parts = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "NOTICE")).Split(new string('=', 80));

    // By the list that the program itself loads its parts by, which is not what the notice was made of.
    public static TheoryData<string> Packages
    {
        get
        {
            using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "edge-runtime.deps.json")));
            return [.. list.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(one => one.Value.GetProperty("type").GetString() == "package").Select(one => one.Name.Replace('/', ' '))];
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    [InlineData("MQTT.js (in the pages)")]
    [InlineData("Models, dictionary and the data behind them (models)")]
    [InlineData(".NET program starter (edge-runtime)")]
    public void Everything_that_is_shipped_stands_in_the_notice_with_its_licence(string name)
    {
        var at = Array.FindIndex(Parts, part => part.Split('\n').Contains($"== {name}"));

        Assert.True(at > 0, $"{name} is not in NOTICE.");
        Assert.True(Parts[at + 1].Length > 500, $"{name} stands in NOTICE without its licence.");
    }

    [Fact]
    public void Third_parties_inside_the_packages_are_named()
    {
        var notice = string.Concat(Parts);

        Assert.Contains("protobuf", notice); // ONNX Runtime's ThirdPartyNotices.txt
        Assert.Contains("libjpeg-turbo", notice); // SkiaSharp's
        Assert.Contains("Carnegie Mellon University", notice);
        Assert.Contains("CC BY 4.0", notice);
    }
}
