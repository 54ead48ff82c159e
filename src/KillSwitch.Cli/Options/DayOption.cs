using System.CommandLine;
using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>An option whose value is a day.</summary>
internal static class DayOption
{
    private const string Form = "yyyy-MM-dd";

    public static Option<DateOnly?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            result.AddError($"`{text}` is no day; allowed: a day such as `2026-11-28`");
            return null;
        },
    };

    public static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);
}
