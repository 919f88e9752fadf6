using System.Globalization;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Failures of settings that are out of bounds.</summary>
internal static class OptionFailures
{
    public static Failure Wrong(string stage, string options, FormattableString values, string next) => new(
        stage, "options-invalid", $"The settings {options} cannot be used: {values.ToString(CultureInfo.InvariantCulture)}.", next,
        Blame.Input);

    /// <summary>Turns a failure of settings, which is misuse by the time a part is built, into an exception.</summary>
    public static void ThrowIfWrong(Failure? failure)
    {
        if (failure is not null)
        {
            throw new ArgumentException($"{failure.Message} {failure.Next}");
        }
    }
}
