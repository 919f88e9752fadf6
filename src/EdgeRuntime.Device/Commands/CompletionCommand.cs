using System.CommandLine;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime completion SHELL</c>: prints what makes a shell complete commands and options.</summary>
public static class CompletionCommand
{
    // The program answers "[suggest:POSITION]" "LINE" with a word per line; POSITION counts characters of LINE.
    private const string Bash = """
        _edge_runtime() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -o default -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _edge_runtime edge-runtime
        """;

    private const string Zsh = """
        _edge_runtime() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -- $found || _files
        }
        compdef _edge_runtime edge-runtime
        """;

    private const string Fish = """
        complete -c edge-runtime -a '(set -l line (commandline -cp); edge-runtime "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    /// <summary>Makes the command for a root command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var completion = new Command(
            "completion",
            "Print what makes a shell complete commands and options with Tab. For bash, in ~/.bashrc: source <(edge-runtime completion "
            + "bash)") { shell };
        completion.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(Script(parsed.GetRequiredValue(shell)));
            return (int)ExitCode.Done;
        });
        return completion;
    }

    private static string Script(string shell) => shell switch
    {
        "zsh" => Zsh,
        "fish" => Fish,
        _ => Bash,
    };
}
