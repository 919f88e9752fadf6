namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>Recognises keys of well-known services by how they begin and how long they are. A key without such a beginning is not
/// recognised.</summary>
internal static class SecretMatch
{
    // Beginning, and the fewest characters that follow it. Sources: the services' own documentation of their secret scanning.
    private static readonly (string Prefix, int Least)[] Known =
    [
        ("sk-", 16), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16), ("pk_live_", 16),
        ("ghp_", 20), ("gho_", 20), ("ghs_", 20), ("ghu_", 20), ("ghr_", 20), ("github_pat_", 20), ("glpat-", 16),
        ("xoxa-", 10), ("xoxb-", 10), ("xoxp-", 10), ("xoxr-", 10), ("xoxs-", 10), ("AKIA", 16), ("ASIA", 16), ("AIza", 30),
        ("hf_", 20), ("npm_", 30), ("SG.", 20), ("ya29.", 20), ("eyJ", 40), ("egk_", 16),
    ];

    /// <summary>Whether these letters begin a key without a mark behind them, so that what follows has to be held.</summary>
    public static bool BeginsWithoutMark(ReadOnlySpan<char> head) => head is "AKIA" or "ASIA" or "AIza" or "eyJ";

    /// <summary>Whether a word is a key.</summary>
    public static bool IsSecret(ReadOnlySpan<char> word)
    {
        foreach (var (prefix, least) in Known)
        {
            if (word.Length >= prefix.Length + least && word.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }
}
