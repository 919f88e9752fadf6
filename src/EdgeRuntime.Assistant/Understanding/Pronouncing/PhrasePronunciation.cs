namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>Says a phrase of several words.</summary>
internal static class PhrasePronunciation
{
    /// <summary>Pronunciations of a phrase of lower-case words, at most <see cref="Pronouncer.MaxVariants"/>;
    /// empty when a word has none.</summary>
    public static IReadOnlyList<byte[]> Find(string phrase, Pronouncer pronouncer)
    {
        IReadOnlyList<byte[]> whole = [[]];
        foreach (var word in phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var variants = pronouncer.Pronounce(word);
            whole = [.. whole.SelectMany(head => variants.Select(tail => (byte[])[.. head, .. tail])).Take(Pronouncer.MaxVariants)];
        }

        return [.. whole.Where(phones => phones.Length > 0).Distinct(PhoneListComparer.Instance)];
    }
}
