using EdgeRuntime.Device.Processes;

namespace Device.Tests.Bridge;

/// <summary>A fact that needs a program and is skipped, by name, where it is not installed.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program) =>
        Skip = ProgramFinder.FromEnvironment().Find(program) is null
            ? $"{program} is not installed here: sudo apt install {program}"
            : null;
}
