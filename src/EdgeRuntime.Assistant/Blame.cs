namespace EdgeRuntime.Assistant;

/// <summary>Who has to change something before a failed step can succeed.</summary>
public enum Blame
{
    /// <summary>The input: a file, a text or a setting given by the person.</summary>
    Input,

    /// <summary>The wearer's own choice, such as a permission that is not given.</summary>
    Wearer,

    /// <summary>The machine: disk, microphone, missing library or program.</summary>
    Machine,

    /// <summary>A model or a context file that does not fit.</summary>
    Model,

    /// <summary>What lies outside the device: the network or the cloud.</summary>
    Cloud,

    /// <summary>A defect of this program.</summary>
    Program,
}
