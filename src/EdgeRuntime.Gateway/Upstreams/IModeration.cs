namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Asks a server whether a text is acceptable. Safe for several threads.</summary>
internal interface IModeration
{
    /// <summary>True when the server objects. Failures as for <see cref="IModels"/>.</summary>
    ValueTask<Outcome<bool>> IsFlaggedAsync(
        string server, string model, string text, TimeSpan timeout, CancellationToken cancellationToken);
}
