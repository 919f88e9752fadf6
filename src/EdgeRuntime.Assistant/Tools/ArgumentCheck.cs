using System.Globalization;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Compares the slots of an interpretation with the arguments a tool declares.</summary>
internal static class ArgumentCheck
{
    /// <summary>The first thing that does not fit, or null.</summary>
    public static Failure? Refusal(ToolSpec spec, IReadOnlyDictionary<string, SlotValue> slots)
    {
        foreach (var name in slots.Keys)
        {
            if (spec.Arguments.All(argument => argument.Name != name))
            {
                return Failed(spec, "tool-argument-unknown", $"{spec.Name} has no argument '{name}'.");
            }
        }

        if (spec.Missing(slots) is { } missing)
        {
            return Failed(spec, "tool-argument-missing", $"{spec.Name} needs '{missing.Name}'.");
        }

        return spec.Arguments.Select(argument => Refusal(spec, argument, slots)).FirstOrDefault(failure => failure is not null);
    }

    private static Failure? Refusal(ToolSpec spec, ArgumentSpec argument, IReadOnlyDictionary<string, SlotValue> slots)
    {
        if (!slots.TryGetValue(argument.Name, out var value))
        {
            return null;
        }

        return IsNumeric(argument.Kind) ? NumberRefusal(spec, argument, value) : TextRefusal(spec, argument, value);
    }

    private static Failure? NumberRefusal(ToolSpec spec, ArgumentSpec argument, SlotValue value)
    {
        if (value.Number is not { } number || !double.IsFinite(number))
        {
            return WrongType(spec, argument);
        }

        return number >= argument.Minimum && number <= argument.Maximum
            ? null
            : OutOfRange(argument);
    }

    private static Failure? TextRefusal(ToolSpec spec, ArgumentSpec argument, SlotValue value)
    {
        var fits = argument.Kind == SlotKind.Time
            ? TimeOnly.TryParseExact(value.Text, "HH:mm", out _)
            : !string.IsNullOrWhiteSpace(value.Text);
        return fits ? null : WrongType(spec, argument);
    }

    private static bool IsNumeric(SlotKind kind) => kind is SlotKind.Number or SlotKind.Percent or SlotKind.Duration;

    private static Failure OutOfRange(ArgumentSpec argument) => new(
        Stages.Tool,
        "tool-argument-range",
        $"The {SpokenName.From(argument.Name)} has to be between {Said(argument, argument.Minimum)} and "
        + $"{Said(argument, argument.Maximum)}.",
        "Say it again with another value.",
        Blame.Wearer);

    private static string Said(ArgumentSpec argument, double value) => argument.Kind switch
    {
        SlotKind.Duration => AnswerText.Duration(TimeSpan.FromSeconds(value)),
        SlotKind.Percent => AnswerText.Percent(value),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static Failure WrongType(ToolSpec spec, ArgumentSpec argument) =>
        Failed(spec, "tool-argument-type", $"'{argument.Name}' of {spec.Name} is not a {argument.Kind.ToString().ToLowerInvariant()}.");

    private static Failure Failed(ToolSpec spec, string code, string message) =>
        new(Stages.Tool, code, message, $"Compare the slots of intent {spec.Name} in the context file with the tool's arguments.",
            Blame.Model);
}
