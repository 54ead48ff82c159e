using System.CommandLine;
using System.CommandLine.Parsing;
using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Help;

/// <summary>What is wrong with a command line, as one sentence with what was meant or what is allowed.</summary>
internal static class CommandMistake
{
    /// <param name="parsed">With errors.</param>
    // A word that fits nowhere says more than what is missing because of it.
    public static string Sentence(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = PathOf(parsed.CommandResult);
        return parsed switch
        {
            { UnmatchedTokens: [var word, ..] } when word.StartsWith('-') && word.Length > 1 => OfOption(word, name, parsed.CommandResult),
            { UnmatchedTokens: [var word, ..] } when command.Subcommands.Count > 0 => OfVerb(word, command),
            { UnmatchedTokens: [] } when command.Subcommands.Count > 0 && command.Action is null =>
                $"`{command.Name}` needs a verb; allowed: {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}",
            { UnmatchedTokens: [var word, ..] } => $"`{word}` is not an argument of `{name}`; `--help` lists them",
            _ => parsed.Errors.Select(OfWord).FirstOrDefault(text => text is not null)
                ?? parsed.Errors.Select(OfValue).FirstOrDefault(text => text is not null)
                ?? OfMissing(name, parsed.CommandResult)
                ?? InOurStyle(parsed.Errors[0].Message),
        };
    }

    /// <summary>A word that is not a verb of a command: the one that is near, of it or a verb below, or all of them.</summary>
    public static string OfVerb(string word, Command command)
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).ToList();
        var hint = NearestNames.Hint(word, verbs.Select(verb => verb.Name));
        if (hint.Length == 0)
            hint = NearestNames.Hint(word, verbs.SelectMany(verb => verb.Subcommands.Select(below => $"{verb.Name} {below.Name}")));
        return $"`{word}` is not a verb of `{command.Name}`"
            + (hint.Length > 0 ? hint : $"; allowed: {string.Join(", ", verbs.Select(verb => verb.Name))}");
    }

    private static string OfOption(string word, string name, CommandResult result)
    {
        var written = word.Split('=', ':')[0];
        var known = result.Command.Options
            .Concat(Ancestors(result).SelectMany(one => one.Command.Options.Where(option => option.Recursive)))
            .Where(option => !option.Hidden).Select(option => option.Name);
        // Names are compared without their dashes, and shown with them.
        var hint = NearestNames.Hint(
            written.TrimStart('-'), known.Select(option => option.TrimStart('-')), shown: option => $"--{option}");
        return $"`{written}` is not an option of `{name}`" + (hint.Length > 0 ? hint : "; `--help` lists them");
    }

    // "Argument 'fortnight' not recognized. Must be one of:", and a line for each word: which option it was for is not said.
    private static string? OfWord(ParseError error)
    {
        var lines = Lines(error.Message);
        if (lines.Length < 2 || !lines[0].Contains("not recognized", StringComparison.Ordinal))
            return null;
        (SymbolResult? result, var name) = OptionOf(error) is { } option ? (option, option.Option.Name)
            : error.SymbolResult is ArgumentResult argument ? (argument, argument.Argument.HelpName ?? argument.Argument.Name)
            : ((SymbolResult?)null, "");
        return result is null ? null : $"`{string.Join(' ', result.Tokens.Select(token => token.Value))}` is no `{name}`; allowed: "
            + string.Join(", ", lines[1..].Select(word => word.Trim('\'')));
    }

    private static string? OfValue(ParseError error) =>
        OptionOf(error) is { Tokens.Count: 0, Option: { Arity.MinimumNumberOfValues: > 0 } option } result && !result.Implicit
            ? $"`{option.Name}` takes a value{(option.HelpName is { Length: > 0 } what ? $", `{what}`" : "")}"
            : null;

    private static string? OfMissing(string name, CommandResult result)
    {
        var argument = result.Command.Arguments.FirstOrDefault(
            one => one.Arity.MinimumNumberOfValues > 0 && result.GetResult(one) is null or { Tokens.Count: 0 });
        if (argument is not null)
        {
            var what = argument.Description?.TrimEnd('.');
            return $"`{name}` needs `{argument.HelpName ?? argument.Name}`" + (what is { Length: > 0 } ? $": {Lower(what)}" : "");
        }

        var option = result.Command.Options.FirstOrDefault(
            one => one.Required && result.GetResult(one) is null or { Tokens.Count: 0 });
        return option is null ? null : $"`{name}` needs `{option.Name}`"
            + (option.Description?.TrimEnd('.') is { Length: > 0 } why ? $": {Lower(why)}" : "");
    }

    private static OptionResult? OptionOf(ParseError error) =>
        error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;

    private static IEnumerable<CommandResult> Ancestors(CommandResult result)
    {
        for (var one = result.Parent as CommandResult; one is not null; one = one.Parent as CommandResult)
            yield return one;
    }

    // "policy test", as it is typed after the program's name; of the program itself its name.
    private static string PathOf(CommandResult result) => result.Parent is null ? result.Command.Name
        : string.Join(' ', Ancestors(result).Where(one => one.Parent is not null).Reverse().Append(result).Select(one => one.Command.Name));

    // The parser's own words, in our style: lower case, back-ticks, no full stop.
    private static string InOurStyle(string message)
    {
        var lines = Lines(message.Replace('\'', '`'));
        return Lower(lines.Length == 1 ? lines[0].TrimEnd('.') : $"{lines[0].TrimEnd('.', ':')}: {string.Join(", ", lines[1..])}");
    }

    private static string[] Lines(string message) =>
        message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && !char.IsUpper(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
