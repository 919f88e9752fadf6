using System.Diagnostics;
using TestKit;

namespace EdgeRuntime.Device.Tests.Commands;

public sealed class MissingLibraryTests : IDisposable
{
    private readonly DirectoryInfo _program = Directory.CreateTempSubdirectory("program-");
    private readonly ModelsFolder _models = new();

    public void Dispose()
    {
        _program.Delete(recursive: true);
        _models.Dispose();
    }

    [Theory]
    [InlineData("models", "verify")]
    [InlineData("models", "bench")]
    public async Task Models_ProgramWithoutOnnxRuntime_SaysSoWithoutAStackTrace(params string[] command)
    {
        CopyProgramWithoutNativeLibraries();

        var (exitCode, error) = await RunAsync([.. command, "--models", _models.Save()]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("model-runtime-missing: The native library libonnxruntime.so cannot be loaded", error);
        Assert.DoesNotContain("   at ", error);
    }

    // The native libraries lie in the folder runtimes, which is left behind.
    private void CopyProgramWithoutNativeLibraries()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetExtension(file) is ".dll" or ".json"))
        {
            File.Copy(file, Path.Combine(_program.FullName, Path.GetFileName(file)));
        }
    }

    private async Task<(int ExitCode, string Error)> RunAsync(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(_program.FullName, "edge-runtime.dll"), .. args])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
