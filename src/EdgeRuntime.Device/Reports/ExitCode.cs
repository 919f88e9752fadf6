namespace EdgeRuntime.Device.Reports;

/// <summary>What the program tells its caller when it ends.</summary>
public enum ExitCode
{
    /// <summary>What was asked for is done.</summary>
    Done = 0,

    /// <summary>Our fault: a defect, or an installation that does not fit together.</summary>
    OurFault = 1,

    /// <summary>Bad input: a file, a text or an option that cannot be used.</summary>
    BadInput = 2,

    /// <summary>Understood, but it needs the cloud.</summary>
    NeedsCloud = 3,

    /// <summary>Silence, or speech that was not understood.</summary>
    NotUnderstood = 4,

    /// <summary>A tool was refused or failed.</summary>
    ToolFailed = 5,

    /// <summary>Something beside the program stopped: the microphone, or whoever takes its output. Starting again may help.</summary>
    StartAgain = 6,
}
