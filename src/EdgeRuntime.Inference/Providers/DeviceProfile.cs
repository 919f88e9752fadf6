using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Inference.Providers;

/// <summary>How models are run on one kind of device.</summary>
public sealed record DeviceProfile
{
    /// <summary>Four small cores that also draw and record: one thread, no busy waiting, no arena.</summary>
    public static DeviceProfile Glasses { get; } = new() { Name = "glasses" };

    /// <summary>A computer with memory to spare.</summary>
    public static DeviceProfile Laptop { get; } = new() { Name = "laptop", UseArena = true };

    /// <summary>Name in reports.</summary>
    public required string Name { get; init; }

    /// <summary>Threads inside one operator.</summary>
    /// <value>1, since a step of our models is shorter than waking a second core.</value>
    public int Threads { get; init; } = 1;

    /// <summary>Whether idle threads of the pool wait busily, which costs battery.</summary>
    /// <value>False.</value>
    public bool AllowSpinning { get; init; }

    /// <summary>Whether each session keeps its own growing memory pool.</summary>
    /// <value>False: steps have fixed shapes, so that planned memory is reused without one.</value>
    public bool UseArena { get; init; }

    /// <summary>Execution provider asked for first, by ONNX Runtime's name (<c>cpu</c>, <c>xnnpack</c>, <c>qnn</c> …);
    /// the processor takes the rest.</summary>
    /// <value><c>cpu</c>.</value>
    public string Provider { get; init; } = "cpu";

    /// <summary>Options of the provider, passed through.</summary>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Null, or why these settings cannot be used (<c>profile-invalid</c>).</summary>
    public Failure? Validate() => Threads is < 1 or > 64
        ? Invalid($"threads is {Threads}, allowed are 1 to 64", "Set threads to 1")
        : string.IsNullOrWhiteSpace(Provider) ? Invalid("provider is empty", "Set provider to cpu") : null;

    private Failure Invalid(string why, string next) =>
        new(Stages.Start, "profile-invalid", $"The device profile '{Name}' cannot be used: {why}.", next + ".");
}
