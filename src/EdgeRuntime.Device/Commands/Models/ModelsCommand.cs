using System.CommandLine;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary><c>edge-runtime models list|verify|bench</c>: what models there are, whether they are whole, how fast they run.
/// Exit codes: 0 all well, 1 a model that is missing, refused or over its budget, 2 a wrong command line.</summary>
public static class ModelsCommand
{
    /// <summary>Makes the command for a root command.</summary>
    /// <param name="profile">How models are run on this device.</param>
    public static Command Create(DeviceProfile profile)
    {
        var folder = ModelsFolderOption.Create();
        var json = JsonOption.Create();
        var models = new Command("models", "List, verify and measure the models.");
        models.Add(ModelsList.Create(folder, json));
        models.Add(ModelsVerify.Create(profile, folder, json));
        models.Add(ModelsBench.Create(profile, folder, json));
        return models;
    }
}
