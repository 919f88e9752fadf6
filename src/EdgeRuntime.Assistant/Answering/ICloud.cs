namespace EdgeRuntime.Assistant.Answering;

/// <summary>The cloud as the glasses see it. Looking at it sends nothing; only <see cref="IAnswerer.AskAsync"/> does.
/// Safe for several threads.</summary>
public interface ICloud : IAnswerer
{
    /// <summary>What is known about the way there without asking anybody.</summary>
    CloudStatus Status { get; }
}
