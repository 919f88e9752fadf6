namespace EdgeRuntime.Contracts.Companion;

/// <summary>Names a transfer.</summary>
/// <param name="Transfer">Its id, 16 hexadecimal digits.</param>
public sealed record TransferBody(string Transfer);
