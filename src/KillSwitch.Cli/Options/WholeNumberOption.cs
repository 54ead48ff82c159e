using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>An option that takes a whole number within bounds.</summary>
internal static class WholeNumberOption
{
    /// <param name="name">Of the option.</param>
    /// <param name="description">What it is, with what holds when it is not given.</param>
    /// <param name="least">The smallest that is allowed.</param>
    /// <param name="most">The largest that is allowed.</param>
    public static Option<long?> Create(string name, string description, long least, long most) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result => Parse(result, name, least, most),
    };

    private static long? Parse(ArgumentResult result, string name, long least, long most)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= most)
            return number;
        result.AddError($"`{text}` is {(isNumber ? "out of bounds" : "no whole number")} for `{name}`; allowed is {least} to {most}");
        return null;
    }
}
