using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Text;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Hearing;

/// <summary>The names that phones gave, as a context takes them. What cannot be said is left out, one name at a time.</summary>
/// <param name="Contacts">Contacts that can be said.</param>
/// <param name="Playlists">Playlists that can be said.</param>
public sealed record PhoneNames(IReadOnlyList<string> Contacts, IReadOnlyList<string> Playlists)
{
    private const int MostNamed = 5;
    private const int LongestNamed = 40;

    /// <summary>How many there are.</summary>
    public int Count => Contacts.Count + Playlists.Count;

    /// <summary>Those of a state that can be said; none where it is null.</summary>
    public static PhoneNames From(GlassesState? state) =>
        new([.. (state?.Contacts ?? []).Where(SayableName.Is)], [.. (state?.Playlists ?? []).Where(SayableName.Is)]);

    /// <summary>Why some names of a state are left out, by name; null where none is.</summary>
    public static Failure? LeftOut(GlassesState? state) =>
        state is null ? null : LeftOut([.. state.Contacts.Concat(state.Playlists).Where(name => !SayableName.Is(name))]);

    /// <summary>Why names are left out, by name; null where there are none.</summary>
    public static Failure? LeftOut(IReadOnlyCollection<string?> names) => names.Count == 0 ? null : new Failure(
        Stages.Phone,
        "names-left-out",
        $"{(names.Count == 1 ? "This name of the phone" : "These names of the phone")} cannot be said and "
        + $"{(names.Count == 1 ? "is" : "are")} left out: {Named(names)}.",
        $"Give {(names.Count == 1 ? "it" : "each")} a name in letters, of at most {SayableName.MaxWords} words and "
        + $"{SayableName.MaxCharacters} characters.");

    /// <summary>Why names that can be said are left out all the same.</summary>
    /// <param name="left">How many are left out.</param>
    /// <param name="why">What stood against them.</param>
    public static Failure TooMany(int left, string why) => new(
        Stages.Phone,
        "names-too-many",
        $"{left} names of the phone are left out, since the glasses cannot understand so many ({why}).",
        "Send fewer or shorter names.");

    /// <summary>The first half of each list.</summary>
    public PhoneNames Half() => new([.. Contacts.Take(Contacts.Count / 2)], [.. Playlists.Take(Playlists.Count / 2)]);

    // An empty list from a phone that was never paired must not take the example entries of the file away.
    internal DynamicLists Lists()
    {
        var lists = DynamicLists.None;
        if (Contacts.Count > 0) lists = lists.With("contact", NameSayings.Create(Contacts));
        if (Playlists.Count > 0) lists = lists.With("playlist", NameSayings.Create(Playlists));
        return lists;
    }

    private static string Named(IReadOnlyCollection<string?> names)
    {
        var shown = string.Join(", ", names.Take(MostNamed).Select(name => $"\"{Shown(name ?? "")}\""));
        return names.Count > MostNamed ? $"{shown} and {names.Count - MostNamed} more" : shown;
    }

    private static string Shown(string name)
    {
        var plain = string.Concat(
            name.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString()).Take(LongestNamed));
        return plain.Length < name.Length ? plain + "…" : plain;
    }
}
