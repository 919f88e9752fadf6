using System.Text;
using EdgeRuntime.Assistant.Contexts.Numbers;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>Random templates and sentences drawn from them by the test itself, so the compiler and the matcher are checked against
/// something they did not make.</summary>
public sealed class RandomTemplateTests
{
    [Fact]
    public void Match_SentencesOfRandomTemplates_MeanWhatTheyWereDrawnFrom()
    {
        for (var seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            var maker = new TemplateMaker(random);
            var parts = Enumerable.Range(0, 4).Select(_ => maker.Make(0)).ToArray();
            var matcher = new TextMatcher(ContextTestKit.Compile(maker.Yaml(parts.Select(part => part.Template))));

            for (var i = 0; i < 40; i++)
            {
                var intent = random.Next(parts.Length);
                var slots = new SortedDictionary<string, string>(StringComparer.Ordinal);
                var text = $"intent {(char)('a' + intent)} {parts[intent].Draw(random, slots)}";
                var expected = string.Join(' ', slots.Select(slot => $"{slot.Key}={slot.Value}").Prepend($"I{intent}"));
                var actual = ContextTestKit.Show(matcher.Match(text).Value!.Best);
                Assert.True(expected == actual, $"seed {seed}: \"{text}\" is {actual}, not {expected}\n{parts[intent].Template}");
            }
        }
    }

    private sealed record Part(string Template, Func<Random, IDictionary<string, string>, string> Draw);

    private sealed class TemplateMaker(Random random)
    {
        private readonly StringBuilder _lists = new("lists:\n");
        private readonly StringBuilder _rules = new("expansion_rules:\n  nothing: x\n");
        private int _names;

        public string Yaml(IEnumerable<string> templates)
        {
            var intents = templates.Select(
                (template, i) => $"  I{i}:\n    data:\n      - sentences: [\"intent {(char)('a' + i)} {template}\"]\n");
            return $"language: en\nintents:\n{string.Concat(intents)}{_lists}  unused: {{wildcard: true}}\n{_rules}";
        }

        public Part Make(int depth) => (depth > 3 ? random.Next(3) : random.Next(9)) switch
        {
            0 or 1 => Word(),
            2 => random.Next(2) == 0 ? ListSlot() : RangeSlot(),
            3 => Optional(Make(depth + 1)),
            4 => Choice(Make(depth + 1), Make(depth + 1)),
            5 => AnyOrder(Make(depth + 1), Make(depth + 1)),
            6 => Rule(Make(depth + 1)),
            7 => Suffixed(),
            _ => Sequence(Make(depth + 1), Make(depth + 1)),
        };

        // Every name is new, so no sentence has two readings.
        private string Name()
        {
            var (name, number) = ("q", ++_names);
            for (; number > 0; number /= 16)
            {
                name += "bcdfghjklmnprtvw"[number % 16] + "o";
            }

            return name;
        }

        private Part Word()
        {
            var name = Name();
            return new Part(name, (_, _) => name);
        }

        private Part Suffixed()
        {
            var name = Name();
            return new Part($"{name}[s|ing]", (draw, _) => name + (draw.Next(3) switch { 0 => "s", 1 => "ing", _ => "" }));
        }

        private Part ListSlot()
        {
            var (name, first, second) = (Name(), Name(), Name());
            _lists.Append($"  {name}:\n    values:\n      - {first}\n      - in: \"[the] {second}\"\n        out: {second}-out\n");
            return new Part($"{{{name}:{name}slot}}", (draw, slots) =>
            {
                var isFirst = draw.Next(2) == 0;
                slots[$"{name}slot"] = isFirst ? first : $"{second}-out";
                return isFirst ? first : draw.Next(2) == 0 ? second : $"the {second}";
            });
        }

        private Part RangeSlot()
        {
            var (name, word, from, step) = (Name(), Name(), random.Next(-30, 200), random.Next(1, 9));
            var to = from + (step * random.Next(1, 60));
            _lists.Append($"  {name}: {{range: {{from: {from}, to: {to}, step: {step}}}}}\n");
            return new Part($"{word} {{{name}}}", (draw, slots) =>
            {
                var number = from + (step * draw.Next(0, ((to - from) / step) + 1));
                slots[name] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return $"{word} {(draw.Next(2) == 0 ? number : SpokenNumber.Say(number))}";
            });
        }

        private static Part Optional(Part inner) => new(
            $"[{inner.Template}]", (draw, slots) => draw.Next(2) == 0 ? inner.Draw(draw, slots) : "");

        private static Part Choice(Part first, Part second) => new(
            $"({first.Template}|{second.Template})", (draw, slots) => (draw.Next(2) == 0 ? first : second).Draw(draw, slots));

        private static Part AnyOrder(Part first, Part second) => new($"({first.Template};{second.Template})", (draw, slots) =>
        {
            var (one, two) = draw.Next(2) == 0 ? (first, second) : (second, first);
            return $"{one.Draw(draw, slots)} {two.Draw(draw, slots)}";
        });

        private static Part Sequence(Part first, Part second) => new(
            $"{first.Template} {second.Template}", (draw, slots) => $"{first.Draw(draw, slots)} {second.Draw(draw, slots)}");

        private Part Rule(Part inner)
        {
            var name = Name();
            _rules.Append($"  {name}: \"{inner.Template}\"\n");
            return inner with { Template = $"<{name}>" };
        }
    }
}
