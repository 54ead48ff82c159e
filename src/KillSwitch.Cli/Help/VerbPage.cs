using System.CommandLine;
using System.CommandLine.Completions;

namespace KillSwitch.Cli.Help;

/// <summary>
/// What is said of a verb, in help and in manuals: read from the command tree, so that it cannot differ from what is parsed.
/// </summary>
/// <param name="Name">With the verbs above it: <c>killswitch policy check</c>.</param>
/// <param name="Summary">Whole sentences.</param>
/// <param name="Usage">After the name.</param>
/// <param name="Verbs">Those under it, each with the first sentence about it.</param>
/// <param name="Arguments">With what they are.</param>
/// <param name="Options">Its own, with what they are.</param>
/// <param name="Common">Options of every verb.</param>
/// <param name="Examples">Lines to type; those that begin with <c>#</c> are remarks.</param>
/// <param name="ExitCodes">What it ends with, and when.</param>
internal sealed record VerbPage(
    string Name,
    string Summary,
    string Usage,
    IReadOnlyList<(string Term, string Text)> Verbs,
    IReadOnlyList<(string Term, string Text)> Arguments,
    IReadOnlyList<(string Term, string Text)> Options,
    IReadOnlyList<(string Term, string Text)> Common,
    IReadOnlyList<string> Examples,
    IReadOnlyList<(string Term, string Text)> ExitCodes)
{
    // Whatever file the program was started from.
    private const string Program = "killswitch";

    private static readonly string[] ExampleHeads = ["\n\nExample:\n", "\n\nExamples:\n"];

    public static VerbPage Of(Command command)
    {
        var path = Path(command).ToList();
        var (summary, examples) = Split(command.Description ?? "");
        var options = command.Options.Where(option => !option.Hidden && !option.Recursive && option.Name is not ("--help" or "--version"))
            .ToList();
        return new VerbPage(
            string.Join(' ', path.Skip(1).Select(one => one.Name).Prepend(Program)),
            summary,
            string.Join(' ', UsageOf(command, options)),
            [.. command.Subcommands.Where(verb => !verb.Hidden)
                .Select(verb => (Synopsis(verb), FirstSentence(Split(verb.Description ?? "").Summary)))],
            [.. command.Arguments.Where(argument => !argument.Hidden).Select(argument => (argument.Name, TextOf(argument)))],
            [.. options.Select(option => (TermOf(option), option.Description ?? ""))],
            [.. path.SelectMany(one => one.Options)
                .Where(option => option.Recursive || option.Name is "--help" || (option.Name is "--version" && path.Count == 1))
                .Where(option => !option.Hidden && !options.Exists(own => own.Name == option.Name))
                .Select(option => (TermOf(option), CommonText(option)))],
            examples,
            [.. ExitCodeText.Of(command, string.Join(' ', path.Skip(1).Select(one => one.Name)))]);
    }

    /// <summary>Every verb of a tree, itself first.</summary>
    public static IEnumerable<Command> All(Command command) =>
        command.Subcommands.Where(verb => !verb.Hidden).SelectMany(All).Prepend(command);

    private static IEnumerable<Command> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent).Append(command) : [command];

    private static (string Summary, IReadOnlyList<string> Examples) Split(string description)
    {
        description = description.ReplaceLineEndings("\n");
        var head = ExampleHeads.FirstOrDefault(head => description.Contains(head, StringComparison.Ordinal));
        if (head is null)
            return (description.Trim(), []);
        var at = description.IndexOf(head, StringComparison.Ordinal);
        return (description[..at].Trim(),
            [.. description[(at + head.Length)..].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static IEnumerable<string> UsageOf(Command command, IReadOnlyList<Option> options)
    {
        foreach (var argument in command.Arguments.Where(argument => !argument.Hidden))
        {
            yield return Optional(argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue, argument.Name
                + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : ""));
        }

        foreach (var option in options.Where(option => option.Required))
            yield return TermOf(option) + (option.AllowMultipleArgumentsPerToken ? "…" : "");
        if (command.Subcommands.Count > 0)
            yield return Optional(command.Action is not null, "VERB");
        yield return "[options]";
    }

    private static string Synopsis(Command verb) => string.Join(' ', verb.Arguments.Where(argument => !argument.Hidden)
        .Select(argument => Optional(argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue, argument.Name))
            .Prepend(verb.Name));

    private static string Optional(bool isOptional, string word) => isOptional ? $"[{word}]" : word;

    private static string TextOf(Argument argument)
    {
        var text = argument.Description ?? "";
        return argument.HasDefaultValue && argument.GetDefaultValue() is string { Length: > 0 } unless
            ? $"{text} [default: {unless}]"
            : text;
    }

    private static string TermOf(Option option)
    {
        var names = string.Join(
            ", ", option.Aliases.Where(alias => alias.StartsWith('-') && alias.Length == 2 && alias[1] != '?').Append(option.Name));
        if (option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool))
            return names;
        var words = option.GetCompletions(CompletionContext.Empty).Select(word => word.Label).ToList();
        return $"{names} {option.HelpName ?? (words.Count > 0 ? string.Join('|', words) : "VALUE")}";
    }

    private static string CommonText(Option option) => option.Name switch
    {
        "--help" => "Show this.",
        "--version" => "Show the version.",
        _ => option.Description ?? "",
    };
}
