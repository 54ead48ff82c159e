using System.CommandLine;
using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>An option that takes a share from 0 to 1.</summary>
internal static class ShareOption
{
    public static Option<decimal?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "RATIO",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                && share is >= 0 and <= 1)
            {
                return share;
            }

            result.AddError($"`{text}` is no share; allowed: 0 to 1, such as 0.3");
            return null;
        },
    };
}
