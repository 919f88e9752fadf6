using System.Globalization;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Device.Commands.Models;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Context;

/// <summary>Prints a <see cref="ContextReport"/> for a person.</summary>
internal static class ContextTable
{
    public static void Write(ContextReport report, TextWriter output)
    {
        output.WriteLine($"{report.File} is in order ({report.Language}).");
        foreach (var warning in report.Warnings) output.WriteLine($"warning: {warning}");
        var console = ModelsConsole.Over(output);
        var size = ModelsConsole.Table("intents", "words", "nodes", "arcs", "sentences", "phone states", "phone arcs", "phone bytes");
        size.AddRow(
            $"{report.Intents}", $"{report.Words}", $"{report.Nodes}", $"{report.Arcs}", Short(report.Sentences),
            Cell(report.PhoneStates), Cell(report.PhoneArcs), Cell(report.PhoneBytes));
        console.Write(size);
        var samples = ModelsConsole.Table("sentence", "intent", "slots");
        foreach (var sample in report.Samples)
        {
            var slots = string.Join(", ", sample.Slots.Select(slot => $"{slot.Key}={Text(slot.Value)}"));
            samples.AddRow(Markup.Escape(sample.Text), Markup.Escape(sample.Intent), Markup.Escape(slots));
        }

        console.Write(samples);
    }

    private static string Cell(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "?";

    // Counts of sentences run to hundreds of digits; a person wants the magnitude.
    private static string Short(string number) => number.Length <= 12 ? number : $"{number[0]}.{number[1..3]}e{number.Length - 1}";

    private static string Text(SlotValue value) => value.Number?.ToString(CultureInfo.InvariantCulture) ?? value.Text ?? "(words)";
}
