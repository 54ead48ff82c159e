using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using KillSwitch.Cli.Tests.Docs;
using KillSwitch.Cli.Tests.Help;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>Every command that a text of the program, of a deployment or of a page names is one that the command line has.</summary>
public sealed partial class NamedCommandsTests
{
    [Fact]
    public void Those_of_the_program_and_of_the_infrastructure_are_there()
    {
        var files = ((string[])["src", "infra"]).SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(Page.Root, folder), "*.cs", SearchOption.AllDirectories));
        Faults(files.Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Quoted().Matches(File.ReadAllText(file)).Select(one => one.Groups[1].Value))).ShouldBeEmpty();
    }

    [Fact]
    public void Those_of_the_pages_are_there() =>
        Faults(Directory.EnumerateFiles(Path.Combine(Page.Root, "docs"), "*.md")
            .SelectMany(file => Quoted().Matches(File.ReadAllText(file)).Select(one => one.Groups[1].Value))).ShouldBeEmpty();

    [Theory]
    [InlineData("guard.template.json", "")]
    [InlineData("guard.any-name.template.json", " --stack")]
    public void The_next_step_of_a_release_can_be_typed(string template, string says)
    {
        var next = JsonElement.Parse(File.ReadAllText(Path.Combine(Page.Root, "artifacts", "templates", template)))
            .GetProperty("Outputs").GetProperty("NextStep").GetProperty("Value").GetString()!;

        next.ShouldContain(says);
        List<string> commands = [.. Next().Split(next).Where(one => one.Length > 0)];
        commands.Count.ShouldBe(3);
        foreach (var command in commands)
            Tree.Root.Parse(command["killswitch ".Length..].Trim()).Errors.ShouldBeEmpty(command);
    }

    // Its verb, and each option; what stands for a value of somebody's is not looked at.
    private static List<string> Faults(IEnumerable<string> commands) =>
    [
        .. from command in commands.Distinct()
           let words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList()
           let verb = Verb(Tree.Root, words)
           where verb is not null
           let known = (HashSet<string>)[.. Ways(verb).SelectMany(one => one.Options).SelectMany(one => one.Aliases.Append(one.Name))]
           from word in words.Select(one => one.Split('=')[0].TrimEnd(',', '.', ';', ':', ')'))
           where Option().IsMatch(word) && !known.Contains(word)
           select $"`{command}`: `{verb.Name}` has no `{word}`",
    ];

    private static Command? Verb(Command from, List<string> words)
    {
        if (words.Count == 0 || from.Subcommands.FirstOrDefault(one => one.Name == words[0]) is not { } next)
            return from is RootCommand ? null : from;
        words.RemoveAt(0);
        return Verb(next, words);
    }

    private static IEnumerable<Command> Ways(Command command) =>
        command.Parents.OfType<Command>().SelectMany(Ways).Append(command);

    [GeneratedRegex("`(killswitch [a-z][^`\"\n]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?:, then | and )(?=killswitch )")]
    private static partial Regex Next();

    [GeneratedRegex("^--?[a-z][a-z-]*$")]
    private static partial Regex Option();
}
