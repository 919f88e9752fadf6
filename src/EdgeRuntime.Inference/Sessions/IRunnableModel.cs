namespace EdgeRuntime.Inference.Sessions;

/// <summary>What every family of models can do for verification and measurement: open itself as the runtime opens it, and run on input
/// that is made up.</summary>
internal interface IRunnableModel : IDisposable
{
    /// <summary>What the manifest says of the model, and what runs where.</summary>
    ModelSession Session { get; }

    /// <summary>Prepares made-up input. Gives what runs the model on it once: a step, an utterance or a word.</summary>
    Action Rehearse();
}
