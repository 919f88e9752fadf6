using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Web;

/// <summary>What the page /glasses is told in words; fields that do not belong to the kind are left out.</summary>
/// <param name="Kind"><c>state</c>, <c>listening</c>, <c>cancelled</c>, <c>wake-refused</c>, <c>broken</c>, <c>say</c>, <c>hush</c>,
/// <c>frame</c>, <c>pairing</c>, <c>refused</c> or <c>replaced</c>. The kinds <c>heard</c>,
/// <c>wake-dropped</c> and <c>answered</c> carry a trace and are written by <see cref="PageJson"/>.</param>
internal sealed record PageEvent(string Kind)
{
    /// <value>Number to answer with.</value>
    public uint? Id { get; init; }

    /// <value>The wake phrase that was heard.</value>
    public string? Phrase { get; init; }

    /// <value>What is said.</value>
    public IReadOnlyList<string>? Sentences { get; init; }

    /// <value>The same as a voice is to say it, where the page has to speak with a voice of its own.</value>
    public IReadOnlyList<string>? Spoken { get; init; }

    /// <value>True when the page has to speak with a voice of its own; else the sound follows.</value>
    public bool? OwnVoice { get; init; }

    /// <value>What went wrong.</value>
    public FailureRow? Failure { get; init; }

    /// <value>The pairing window.</value>
    public PagePairing? Pairing { get; init; }

    /// <value>Everything that can be read off the glasses.</value>
    public PageState? State { get; init; }
}
