using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>An option that says how far back to look: <c>12h</c>, <c>7d</c>.</summary>
internal static class SinceOption
{
    // Longer ago than CloudWatch keeps hourly metrics.
    private const int MostDays = 455;

    public static Option<TimeSpan?> Create(string description, string unless) => new("--since")
    {
        Description = $"{description} [default: {unless}]",
        HelpName = "DURATION",
        CustomParser = Parse,
    };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (TryParse(text, out var since))
            return since;
        result.AddError($"`{text}` is not a time to look back; a whole number and a unit is, such as `12h` or `7d`, {MostDays} days at most");
        return default;
    }

    internal static bool TryParse(string text, out TimeSpan since)
    {
        since = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            return false;
        var unit = text[^1] switch
        {
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.Zero,
        };
        if (unit == TimeSpan.Zero || number > TimeSpan.FromDays(MostDays) / unit)
            return false;
        since = number * unit;
        return true;
    }
}
