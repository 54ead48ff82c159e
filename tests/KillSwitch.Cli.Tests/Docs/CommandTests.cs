using System.CommandLine.Parsing;
using KillSwitch.Cli.Tests.Help;

namespace KillSwitch.Cli.Tests.Docs;

/// <summary>Every command in a block of the documentation can be typed as it stands.</summary>
public class CommandTests
{
    public static TheoryData<string> Commands => [.. Page.All()
        .SelectMany(page => page.Commands())
        .SelectMany(line => line.Split(" | "))
        .Select(command => command.Trim())
        .Where(command => command.StartsWith("killswitch ", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void It_can_be_typed(string command)
    {
        var redirected = command.IndexOf(" >", StringComparison.Ordinal);
        var words = CommandLineParser.SplitCommandLine((redirected < 0 ? command : command[..redirected]).Replace('\'', '"')).ToList();

        Tree.Root.Parse(words[1..]).Errors.Select(error => error.Message).ShouldBeEmpty(command);
    }
}
