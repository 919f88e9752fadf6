namespace EdgeRuntime.Contracts.Companion;

/// <summary>A file that the phone can fetch.</summary>
/// <param name="Transfer">Its id, 16 hexadecimal digits.</param>
/// <param name="Kind"><c>photo</c> or <c>video</c>.</param>
/// <param name="Name">File name without a folder.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Of the whole file, hexadecimal.</param>
/// <param name="At">When it was taken.</param>
public sealed record OfferBody(string Transfer, string Kind, string Name, long Bytes, string Sha256, DateTimeOffset At);
