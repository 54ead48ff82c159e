using System.CommandLine;
using KillSwitch.Cli.Help;
using KillSwitch.Cli.Terminals;
using Spectre.Console;

namespace KillSwitch.Cli.Tests.Help;

/// <summary>The command tree of the program.</summary>
internal static class Tree
{
    public static RootCommand Root { get; } =
        CommandLine.Root(new Terminal(AnsiConsole.Console, AnsiConsole.Console, TextWriter.Null, TextWriter.Null, () => Stream.Null));

    public static IReadOnlyList<VerbPage> Pages { get; } = [.. VerbPage.All(Root).Select(VerbPage.Of)];

    /// <summary>The pages of verbs that do something.</summary>
    public static TheoryData<string> Names => [.. Pages.Select(page => page.Name)];

    public static VerbPage Page(string name) => Pages.Single(page => page.Name == name);
}
