namespace EdgeRuntime.Device.Diagnostics;

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="About">What was looked at, in a word or two.</param>
/// <param name="Level">How it stands.</param>
/// <param name="Found">One sentence that says what was found.</param>
/// <param name="Next">How to mend it; null where nothing needs mending.</param>
public sealed record Check(string About, CheckLevel Level, string Found, string? Next = null);
