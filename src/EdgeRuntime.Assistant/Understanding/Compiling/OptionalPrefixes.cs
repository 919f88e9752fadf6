using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Compiling;

/// <summary>Places inside the phrases that may stand in front of a sentence.</summary>
internal static class OptionalPrefixes
{
    /// <summary>One place per pronunciation of each phrase (per phone of it where cut prefixes are accepted),
    /// all leading to the start node. Fails with <c>context-word-unpronounceable</c>.</summary>
    public static Outcome<List<PhoneItem>> Create(
        int startNode,
        PhoneGraphOptions options,
        Pronouncer pronouncer,
        StepSequences steps,
        PhoneSuffixes suffixes)
    {
        var places = new List<PhoneItem>();
        var said = steps.Append(StepSequences.Empty, StepCode.Prefix);
        foreach (var phrase in options.OptionalPrefixes)
        {
            var pronunciations = PhrasePronunciation.Find(phrase, pronouncer);
            if (pronunciations.Count == 0)
                return PronunciationTable.Unpronounceable(phrase);
            foreach (var phones in pronunciations)
            {
                for (var cut = 0; cut < (options.AcceptsCutPrefixes ? phones.Length : 1); cut++)
                    places.Add(new PhoneItem(said, startNode, suffixes.Add(phones.AsSpan(cut))));
            }
        }

        return Distinct(places);
    }

    private static List<PhoneItem> Distinct(List<PhoneItem> places) => [.. places.Distinct()];
}
