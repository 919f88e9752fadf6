namespace EdgeRuntime.Device.Processes;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="LastError">The last line of its standard error; empty when there was none.</param>
internal sealed record ChildOutput(int ExitCode, byte[] Output, string LastError);
