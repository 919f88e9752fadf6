using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Reads the first YAML document of a text into <see cref="YamlItem"/>s, without recursion and with places kept.</summary>
internal sealed class YamlDocumentReader(string file, List<ContextWarning> warnings)
{
    /// <summary>Deepest nesting read; the format itself needs nine levels.</summary>
    private const int MaxDepth = 40;

    /// <summary>Most entries that <c>&lt;&lt;</c> may copy; more than any hand has written,
    /// and few enough for anchors that name each other.</summary>
    private const int MaxMerged = 20_000;

    private readonly Stack<(YamlItem Item, YamlItem? Key)> _open = new();
    private int _merged;
    private readonly Dictionary<string, YamlItem> _anchors = [];
    private YamlItem? _root;

    public Outcome<YamlItem> Read(TextReader reader)
    {
        try
        {
            return ReadEvents(new Parser(reader));
        }
        catch (YamlException e)
        {
            return Fail("context-yaml-invalid", $"This is not valid YAML: {FirstSentence(e.Message)}.", MarkOf(e.Start));
        }
        catch (Exception e) when (e is ArgumentException and not DecoderFallbackException or InvalidOperationException or FormatException
            or OverflowException)
        {
            // YamlDotNet's scanner lets these through on broken escapes and marks, without a place.
            return Fail("context-yaml-invalid", $"This is not valid YAML: {FirstSentence(e.Message)}.", new SourceMark(file, 0, 0));
        }
    }

    private Outcome<YamlItem> ReadEvents(Parser parser)
    {
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart && _root is not null)
            {
                Warn("several-documents", "Only the first document of the file is read.", parser.Current.Start);
                break;
            }

            if (Take(parser.Current!) is { } failure)
            {
                return failure;
            }
        }

        return _root is null
            ? Fail("context-empty", "The context file is empty.", new SourceMark(file, 0, 0))
            : _root;
    }

    private Failure? Take(ParsingEvent parsingEvent)
    {
        switch (parsingEvent)
        {
            case Scalar scalar:
                var quoted = scalar.Style is not ScalarStyle.Plain;
                return Add(new YamlItem(YamlItemKind.Scalar, MarkOf(scalar.Start)) { Text = scalar.Value, IsQuoted = quoted }, scalar);
            case SequenceStart start:
                return Open(new YamlItem(YamlItemKind.Sequence, MarkOf(start.Start)), start);
            case MappingStart start:
                return Open(new YamlItem(YamlItemKind.Mapping, MarkOf(start.Start)), start);
            case SequenceEnd or MappingEnd:
                _open.Pop();
                return null;
            case AnchorAlias alias:
                return _anchors.TryGetValue(alias.Value.Value, out var target)
                    ? Place(target, alias.Start)
                    : Fail(
                        "context-yaml-invalid",
                        $"The anchor *{alias.Value.Value} is not defined before it is used.",
                        MarkOf(alias.Start));
            default:
                return null;
        }
    }

    private Failure? Open(YamlItem item, NodeEvent nodeEvent)
    {
        if (Add(item, nodeEvent) is { } failure)
        {
            return failure;
        }

        _open.Push((item, null));
        return _open.Count <= MaxDepth
            ? null
            : Fail("context-yaml-too-deep", $"The file is nested more than {MaxDepth} levels deep.", item.Mark);
    }

    private Failure? Add(YamlItem item, NodeEvent nodeEvent)
    {
        var failure = Place(item, nodeEvent.Start);
        if (!nodeEvent.Anchor.IsEmpty)
        {
            // Registered at its start, so that a collection that holds itself is seen by Place.
            _anchors[nodeEvent.Anchor.Value] = item;
        }

        if (!nodeEvent.Tag.IsEmpty && !nodeEvent.Tag.IsNonSpecific)
        {
            Warn("tag-ignored", $"The tag {nodeEvent.Tag.Value} is not used.", nodeEvent.Start);
        }

        return failure;
    }

    private Failure? Place(YamlItem item, Mark mark)
    {
        if (_open.Any(open => ReferenceEquals(open.Item, item)))
        {
            return Fail("context-yaml-invalid", "An anchor contains itself.", MarkOf(mark));
        }

        if (_open.Count == 0)
        {
            _root ??= item;
            return null;
        }

        var (parent, key) = _open.Pop();
        _open.Push((parent, PlaceIn(parent, key, item)));
        return _merged <= MaxMerged
            ? null
            : Fail("context-yaml-too-large", $"Anchors are merged here into more than {MaxMerged:N0} entries.", MarkOf(mark));
    }

    private YamlItem? PlaceIn(YamlItem parent, YamlItem? key, YamlItem item)
    {
        if (parent.Kind == YamlItemKind.Sequence)
        {
            parent.Items.Add(item);
            return null;
        }

        if (key is null)
        {
            return item;
        }

        if (key.Text == "<<" && !key.IsQuoted && item.Kind == YamlItemKind.Mapping)
        {
            _merged += item.Pairs.Count;
            if (_merged <= MaxMerged)
            {
                parent.Pairs.InsertRange(0, item.Pairs);
            }

            return null;
        }

        parent.Pairs.Add((key, item));
        return null;
    }

    private static string FirstSentence(string message)
    {
        var text = message.ReplaceLineEndings(" ");
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.', ' ');
    }

    private void Warn(string code, string message, Mark mark) => warnings.Add(new ContextWarning(code, message, MarkOf(mark)));

    private SourceMark MarkOf(Mark mark) => new(file, (int)Math.Min(mark.Line, int.MaxValue), (int)Math.Min(mark.Column, int.MaxValue));

    private static Failure Fail(string code, string message, SourceMark mark) =>
        ContextFailure.At(mark, code, message, "Mend the file at that place; `context check FILE` tries it again.");
}
