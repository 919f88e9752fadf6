using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands.Ask;

/// <summary>The typed wish of <c>ask --text</c>, from the command line or from standard input.</summary>
internal static class WishText
{
    /// <summary>Far more than any sentence; what is longer is refused before it is looked at.</summary>
    private const int LongestCharacters = 64 * 1024;

    /// <summary>The text. Failures: <c>input-closed</c>, <c>text-too-long</c>.</summary>
    public static async ValueTask<Outcome<string>> ReadAsync(string given, CancellationToken cancellationToken)
    {
        if (given == "-" && !StandardStreams.HasInput)
        {
            return new Failure(
                Stages.Intent, "input-closed", "Standard input is closed, so there is no wish on it.", "Give the words: --text \"…\"");
        }

        var text = given == "-" ? await ReadInputAsync(StandardStreams.Input, cancellationToken).ConfigureAwait(false) : given;
        return text.Length <= LongestCharacters
            ? text
            : new Failure(
                Stages.Intent, "text-too-long", $"A wish of more than {LongestCharacters} characters is not read.",
                "Say it in one sentence.");
    }

    private static async ValueTask<string> ReadInputAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[LongestCharacters + 1];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return new string(buffer, 0, length);
    }
}
