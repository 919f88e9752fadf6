using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>The ways out of commands beside those of the parts that they use.</summary>
internal static class CommandFailures
{
    public static Failure UsageWrong(string sentence, string command) =>
        new("usage-wrong", sentence, $"See: {command} --help", Blame.Client);

    public static Failure SettingWrong(string sentence) =>
        new("setting-wrong", sentence, "Correct it in the file, the environment or the command line.", Blame.Client);

    public static Failure StoreUnavailable(string sentence) =>
        new("store-unavailable", sentence, "Check --data, --store and that the store is up.", Blame.Gateway);

    public static Failure DocumentationMissing() =>
        new("documentation-missing", "edge-gateway.xml, which says what each option is for, is not beside the program.",
            "Put it back from the build or the release.", Blame.Gateway);

    public static Failure BooksWrong(IEnumerable<string> sentences) =>
        new("books-wrong", string.Join(" ", sentences), "Keep a copy of the store and report it; do not correct rows by hand.",
            Blame.Gateway);
}
