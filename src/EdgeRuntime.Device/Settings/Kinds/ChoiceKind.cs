using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>One of a few words.</summary>
/// <param name="choices">Each word with what it stands for.</param>
internal sealed class ChoiceKind(params (string Word, object Value)[] choices) : SettingKind
{
    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static ChoiceKind Switch { get; } = new(("true", true), ("false", false));

    /// <inheritdoc/>
    public override string Rule => choices.Length == 1
        ? choices[0].Word
        : $"{string.Join(", ", choices[..^1].Select(choice => choice.Word))} or {choices[^1].Word}";

    /// <summary>Words that stand for themselves.</summary>
    public static ChoiceKind Create(IEnumerable<string> words) => new([.. words.Select(word => (word, (object)word))]);

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = given is SettingValue.Text { Words: var words } ? choices.FirstOrDefault(choice => choice.Word == words).Value : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public override string Write(object value) => choices.First(choice => choice.Value.Equals(value)).Word;
}
