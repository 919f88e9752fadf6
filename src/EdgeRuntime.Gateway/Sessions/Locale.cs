using System.Text.RegularExpressions;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>The wearer's language and region, as <c>Start.locale</c> names them.</summary>
internal static partial class Locale
{
    /// <summary>Whether a text is a well-formed language tag (BCP 47, RFC 5646 section 2.1, but none that it grandfathers).</summary>
    public static bool IsWellFormed(string tag) => Tag().IsMatch(tag);

    /// <summary>The operator's instructions to the model, and the wearer's locale if the caller has named one. A tag holds letters, digits
    /// and - only, so it cannot carry instructions of its own.</summary>
    public static string Instruct(string instructions, string locale) => locale.Length == 0
        ? instructions
        : $"{instructions}\nThe wearer's locale is {locale}: use its language, units and formats, unless asked for others.";

    [GeneratedRegex(
        """
        ^(?:
          (?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})    # language
          (?:-[a-z]{4})?                                 # script
          (?:-(?:[a-z]{2}|[0-9]{3}))?                    # region
          (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*       # variants
          (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*            # extensions
          (?:-x(?:-[a-z0-9]{1,8})+)?                     # private use
        |
          x(?:-[a-z0-9]{1,8})+
        )\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
