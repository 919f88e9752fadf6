using TestKit;

namespace EndToEnd.Tests;

/// <summary>What the program leaves behind and tells nobody about: ONNX Runtime reports to its vendor unless it is kept from it,
/// and stays silent in CI.</summary>
public sealed class PrivacyTests : IDisposable
{
    // Names by which ONNX Runtime knows CI and its own tests, in which it reports nothing.
    private static readonly string[] Silencers =
    [
        "CI", "TF_BUILD", "GITHUB_ACTIONS", "GITLAB_CI", "BUILDKITE", "JENKINS_URL", "TEAMCITY_VERSION", "ORT_RUNNING_UNIT_TESTS",
        "ORT_DISABLE_TELEMETRY",
    ];

    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task A_command_that_opens_models_leaves_nothing_in_the_home_folder()
    {
        var home = Directory.CreateDirectory(Path.Combine(_glasses.Folder, "home")).FullName;
        _glasses.Environment["HOME"] = home;
        _glasses.Unset.AddRange([.. Silencers, "XDG_CACHE_HOME", "XDG_STATE_HOME"]);

        var ended = await _glasses.AskAsync(Fixtures.Path("speech/set-volume-thirty.wav"));

        Assert.Equal(0, ended.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories));
    }
}
