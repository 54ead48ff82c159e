using System.CommandLine;
using System.CommandLine.Parsing;

namespace KillSwitch.Cli.Options;

/// <summary>An option that takes a length of time: <c>20s</c>, <c>5m</c>, <c>12h</c>; zero is allowed, a sign is not.</summary>
internal static class DelayOption
{
    /// <param name="name">Of the option.</param>
    /// <param name="description">What it is.</param>
    /// <param name="unless">What holds when it is not given, in seconds.</param>
    public static Option<TimeSpan?> Create(string name, string description, TimeSpan unless) => new(name)
    {
        Description = $"{description} [default: {(int)unless.TotalSeconds}s]",
        HelpName = "DURATION",
        CustomParser = Parse,
    };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryParse(text, out var delay))
            return delay;
        result.AddError($"`{text}` is not a delay; a whole number and a unit is, such as `20s`, `5m` or `12h`, one day at most");
        return default;
    }

    internal static bool TryParse(string text, out TimeSpan delay) => LengthOfTime.TryParse(text, "smh", TimeSpan.FromDays(1), out delay);
}
