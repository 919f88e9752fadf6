using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Guardrails;

namespace Gateway.Tests.Guardrails;

/// <summary>Runs a filter over a text in pieces.</summary>
internal static class FilterText
{
    public static string Whole(ITextFilter filter, string text) => InPieces(filter, [text]).Text;

    public static (string Text, Failure? Refusal) InPieces(ITextFilter filter, IEnumerable<string> pieces)
    {
        var output = new CharBuffer();
        foreach (var piece in pieces)
        {
            if (filter.Push(piece, output) is { } refusal)
            {
                return (output.Span.ToString(), refusal);
            }
        }

        var last = filter.Finish(output);
        return (output.Span.ToString(), last);
    }

    /// <summary>Cuts a text at these places, taken modulo its length.</summary>
    public static IEnumerable<string> Cut(string text, IEnumerable<int> places)
    {
        var at = 0;
        foreach (var place in places.Select(place => text.Length == 0 ? 0 : place % (text.Length + 1)).Order())
        {
            yield return text[at..place];
            at = place;
        }

        yield return text[at..];
    }
}
