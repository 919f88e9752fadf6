using EdgeRuntime.Assistant;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>Reads the YAML of settings: sections, and below them names with a text, a list of texts or texts under names.
/// Everything else that YAML has is refused by line: nesting, anchors, tags, the same name twice.</summary>
/// <param name="file">Name of the file, for sentences.</param>
internal sealed class SettingsParser(string file)
{
    private const int MostEntries = 4096;

    private readonly List<SettingEntry> _entries = [];
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal); // key → its line
    private bool _hasBegun; // the one document

    /// <summary>The settings in the order of the file. Failure: <c>settings-invalid</c>.</summary>
    public Outcome<IReadOnlyList<SettingEntry>> Parse(string text)
    {
        // YamlDotNet takes it for the end, and would skip what stands behind it.
        if (text.IndexOf('\0') is >= 0 and var at)
        {
            return SettingsFailures.Invalid(file, text.AsSpan(0, at).Count('\n') + 1, "there is a character NUL", SettingsFailures.Mend);
        }

        try
        {
            var parser = new Parser(new StringReader(text));
            return Root(parser) is { } failure ? failure : _entries;
        }
        catch (YamlException broken)
        {
            return Wrong(broken.Start, $"this is not YAML: {FirstSentence(broken.Message)}");
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // YamlDotNet's scanner lets these through on broken escapes and marks, without a place.
            return SettingsFailures.Invalid(file, 0, $"this is not YAML: {FirstSentence(broken.Message)}", SettingsFailures.Mend);
        }
    }

    private Failure? Root(Parser parser)
    {
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case StreamStart or StreamEnd or DocumentEnd:
                    break;
                case DocumentStart start when _hasBegun:
                    return Wrong(start.Start, "a second document begins here, and settings are one");
                case DocumentStart:
                    _hasBegun = true;
                    break;
                case Scalar { Value: "" }:
                    break;
                case MappingStart start:
                    if ((Odd(start) ?? Sections(parser)) is { } failure) return failure;
                    break;
                default:
                    return Wrong(parser.Current!.Start, "settings stand in sections, such as turn:, and this is none");
            }
        }

        return null;
    }

    private Failure? Sections(Parser parser)
    {
        while (Next(parser) is not MappingEnd)
        {
            if (!Name(parser).TryGet(out var section, out var failure)) return failure;
            if (Twice(section.Value, section.Start) is { } twice) return twice;
            switch (Next(parser))
            {
                case MappingStart start:
                    if ((Odd(start) ?? Settings(parser, section)) is { } broken) return broken;
                    break;
                case Scalar { Value: "", Style: ScalarStyle.Plain } empty:
                    if (Odd(empty) is { } odd) return odd;
                    if (Keep(SettingEntry.Nothing(section.Value, LineOf(section.Start))) is { } much) return much; // comments, maybe
                    break;
                default:
                    if (!Value(parser).TryGet(out var value, out failure)) return failure;
                    if (Keep(new SettingEntry(section.Value, null, value, LineOf(section.Start))) is { } more) return more;
                    break;
            }
        }

        return null;
    }

    private Failure? Settings(Parser parser, Scalar section)
    {
        var before = _entries.Count;
        while (Next(parser) is not MappingEnd)
        {
            if (!Name(parser).TryGet(out var name, out var failure)) return failure;
            if (Twice($"{section.Value}.{name.Value}", name.Start) is { } twice) return twice;
            Next(parser);
            if (!Value(parser).TryGet(out var value, out failure)) return failure;
            if (Keep(new SettingEntry(section.Value, name.Value, value, LineOf(name.Start))) is { } more) return more;
        }

        return _entries.Count > before ? null : Keep(SettingEntry.Nothing(section.Value, LineOf(section.Start)));
    }

    private Failure? Keep(SettingEntry entry)
    {
        _entries.Add(entry);
        return _entries.Count <= MostEntries
            ? null
            : SettingsFailures.Invalid(file, entry.Line, $"there are more than {MostEntries} settings", SettingsFailures.Mend);
    }

    private Outcome<SettingValue> Value(Parser parser)
    {
        if (Odd(parser.Current!) is { } odd) return odd;
        return parser.Current switch
        {
            Scalar scalar => new SettingValue.Text(scalar.Value),
            SequenceStart => List(parser),
            MappingStart => Map(parser),
            _ => Wrong(parser.Current!.Start, "this is no value"),
        };
    }

    private Outcome<SettingValue> List(Parser parser)
    {
        var items = new List<string>();
        while (Next(parser) is not SequenceEnd)
        {
            if (!Name(parser).TryGet(out var item, out var failure)) return failure;
            if (items.Count == MostEntries) return Wrong(item.Start, $"this list has more than {MostEntries} entries");
            items.Add(item.Value);
        }

        return new SettingValue.List(items);
    }

    private Outcome<SettingValue> Map(Parser parser)
    {
        var pairs = new List<(string Name, string Words)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (Next(parser) is not MappingEnd)
        {
            if (!Name(parser).TryGet(out var name, out var failure)) return failure;
            if (!names.Add(name.Value)) return Wrong(name.Start, $"{name.Value} stands here for the second time");
            if (names.Count > MostEntries) return Wrong(name.Start, $"there are more than {MostEntries} names");
            Next(parser);
            if (!Name(parser).TryGet(out var value, out failure)) return failure;
            pairs.Add((name.Value, value.Value));
        }

        return new SettingValue.Map(pairs);
    }

    private static ParsingEvent Next(Parser parser) =>
        parser.MoveNext() ? parser.Current! : throw new YamlException(Mark.Empty, Mark.Empty, "It ends in the middle");

    private Outcome<Scalar> Name(Parser parser) => parser.Current switch
    {
        { } node when Odd(node) is { } odd => odd,
        Scalar scalar => scalar,
        _ => Wrong(parser.Current!.Start, "this is nested deeper than any setting"),
    };

    private Failure? Odd(ParsingEvent node) => node switch
    {
        AnchorAlias alias => Wrong(alias.Start, $"*{alias.Value} refers to another value; write the value itself"),
        NodeEvent { Anchor: { IsEmpty: false } anchor } => Wrong(node.Start, $"&{anchor} names a value; settings have no anchors"),
        NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } => Wrong(node.Start, $"{tag} is a tag; settings have none"),
        _ => null,
    };

    private Failure? Twice(string key, Mark at) => _seen.TryAdd(key, LineOf(at))
        ? null
        : Wrong(at, $"{key} stands here for the second time, after line {_seen[key]}");

    private Failure Wrong(Mark at, string what) => SettingsFailures.Invalid(file, LineOf(at), what, SettingsFailures.Mend);

    private static int LineOf(Mark mark) => (int)Math.Min(mark.Line, int.MaxValue);

    private static string FirstSentence(string message)
    {
        var text = message.ReplaceLineEndings(" ");
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.', ' ');
    }
}
