using System.CommandLine;
using KillSwitch.Cli.Help;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>completion</c>: what makes Tab complete verbs, options and their words in a shell.</summary>
internal static class CompletionVerb
{
    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<Shell>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", """
            Print the script that makes Tab complete verbs, options and their words in a shell. Put the line of your shell into its start-up file.

            Examples:
              killswitch completion bash > ~/.local/share/bash-completion/completions/killswitch
              killswitch completion zsh > ~/.zfunc/_killswitch
              killswitch completion fish > ~/.config/fish/completions/killswitch.fish
              killswitch completion pwsh >> $PROFILE
            """) { shell };
        command.SetAction(parsed => terminal.StandardOutput.Write(CompletionScript.Of(parsed.GetValue(shell))));
        return command;
    }
}
