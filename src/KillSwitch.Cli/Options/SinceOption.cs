using System.CommandLine;
using System.CommandLine.Parsing;

namespace KillSwitch.Cli.Options;

/// <summary>An option that says how far back to look: <c>90m</c>, <c>24h</c>, <c>7d</c>.</summary>
internal static class SinceOption
{
    /// <param name="description">What it looks at.</param>
    /// <param name="most">How far back at most, in whole days.</param>
    public static Option<TimeSpan?> Create(string description, TimeSpan most) => new("--since")
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result => Parse(result, most),
    };

    internal static bool TryParse(string text, TimeSpan most, out TimeSpan since)
    {
        since = default;
        return text.Length <= 8 && LengthOfTime.TryParse(text, "mhd", most, out since) && since > TimeSpan.Zero;
    }

    private static TimeSpan? Parse(ArgumentResult result, TimeSpan most)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryParse(text, most, out var since))
            return since;
        result.AddError($"`{text}` is not a length of time that can be looked back; a whole number and a unit is, such as `90m`, `24h` or "
            + $"`7d`, up to {(int)most.TotalDays} days");
        return null;
    }
}
