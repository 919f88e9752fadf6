namespace EdgeRuntime.Assistant.Tools.Scheduling;

/// <summary>A clock whose timestamps count from a start of the machine, in every process alike and through its sleep.</summary>
public interface IBootTime
{
    /// <summary>Names the start that timestamps count from; another start has another name.</summary>
    string Boot { get; }
}
