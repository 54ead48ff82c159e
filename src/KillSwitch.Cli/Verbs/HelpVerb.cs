using System.CommandLine;
using KillSwitch.Cli.Help;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>help</c> and <c>man</c>: what is said of a verb, on the terminal and as a manual page.</summary>
internal static class HelpVerb
{
    public static Command Create(RootCommand root, Terminal terminal)
    {
        var verb = Verb(root);
        var command = new Command("help", """
            Show what a verb does, with examples; without one, all verbs.

            Examples:
              killswitch help
              killswitch help policy apply
            """) { verb };
        command.SetAction(
            parsed => terminal.Out.WriteLines(HelpText.Lines(VerbPage.Of(Find(root, parsed.GetValue(verb))), terminal.Out.Profile.Width)));
        return command;
    }

    public static Command CreateMan(RootCommand root, Terminal terminal)
    {
        var verb = Verb(root);
        var command = new Command("man", """
            Print a manual page of a verb, or of killswitch itself.

            Examples:
              killswitch man explain | man -l -
              killswitch man policy apply > killswitch-policy-apply.1
            """) { verb };
        command.SetAction(parsed => terminal.StandardOutput.Write(ManPage.Of(VerbPage.Of(Find(root, parsed.GetValue(verb))), Version())));
        return command;
    }

    private static Argument<string[]> Verb(RootCommand root)
    {
        var verb = new Argument<string[]>("VERB")
        {
            Description = "As it is typed: `policy apply`. [default: all]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        verb.CompletionSources.Add(
            context => root.Subcommands.Where(command => !command.Hidden)
            .Select(command => new System.CommandLine.Completions.CompletionItem(command.Name)));
        return verb;
    }

    private static Command Find(Command command, string[]? words)
    {
        foreach (var word in words ?? [])
        {
            command = command.Subcommands.FirstOrDefault(verb => verb.Name == word)
                ?? throw new BadInputException(CommandMistake.OfVerb(word, command));
        }

        return command;
    }

    private static string Version() => typeof(HelpVerb).Assembly.GetName().Version?.ToString(3) ?? "";
}
