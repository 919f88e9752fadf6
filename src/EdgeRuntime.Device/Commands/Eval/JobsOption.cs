using System.CommandLine;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>The option <c>--jobs N</c>.</summary>
internal static class JobsOption
{
    private const int Most = 64;

    public static Option<int> Create()
    {
        var jobs = new Option<int>("--jobs")
        {
            Description = "Recordings heard at the same time.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        jobs.Validators.Add(parsed =>
        {
            if (parsed.Tokens.Count == 1 && int.TryParse(parsed.Tokens[0].Value, out var count) && count is < 1 or > Most)
            {
                parsed.AddError($"--jobs takes a number from 1 to {Most}.");
            }
        });
        return jobs;
    }
}
