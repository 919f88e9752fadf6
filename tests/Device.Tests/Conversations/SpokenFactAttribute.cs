using EdgeRuntime.Device.Processes;
using TestKit;

namespace Device.Tests.Conversations;

/// <summary>A fact that needs our models and a program to speak to them; skipped, by name, where one is missing.</summary>
public sealed class SpokenFactAttribute : FactAttribute
{
    public SpokenFactAttribute(string program = "flite")
    {
        string[] models = ["models/acoustic.onnx", "models/wake.onnx", "models/vad.onnx", "models/contexts/glasses.yaml"];
        Skip = models.FirstOrDefault(model => !File.Exists(Repository.PathOf(model))) is { } missing
            ? $"{missing} is not in the repository yet."
            : ProgramFinder.FromEnvironment().Find(program) is null ? $"{program} is not installed here: sudo apt install {program}" : null;
    }
}
