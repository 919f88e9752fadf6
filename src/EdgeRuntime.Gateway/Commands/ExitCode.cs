namespace EdgeRuntime.Gateway.Commands;

/// <summary>How a command ends.</summary>
internal enum ExitCode
{
    /// <summary>What was asked for is done.</summary>
    Done = 0,

    /// <summary>It could not be done: the store, a file or a defect.</summary>
    Failed = 1,

    /// <summary>It was asked for wrongly: an argument, a name, a setting.</summary>
    Misused = 2,
}
