using System.Text;

namespace EdgeRuntime.Assistant.Speaking;

/// <summary>Reads an identifier the way a person would.</summary>
internal static class SpokenName
{
    /// <summary>"HassTurnOn" becomes "hass turn on", "set_volume" becomes "set volume".</summary>
    public static string From(string identifier)
    {
        var words = new StringBuilder(identifier.Length + 4);
        foreach (var c in identifier)
        {
            if ((char.IsUpper(c) || c is '_' or '-') && words.Length > 0 && words[^1] != ' ')
            {
                words.Append(' ');
            }

            if (c is not ('_' or '-'))
            {
                words.Append(char.ToLowerInvariant(c));
            }
        }

        return words.ToString();
    }
}
