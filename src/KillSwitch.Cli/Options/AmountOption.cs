using System.CommandLine.Parsing;
using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>How much more somebody may use, in the unit of a limit.</summary>
internal static class AmountOption
{
    public static decimal? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= 1_000_000_000_000m)
        {
            return amount;
        }

        result.AddError($"`{text}` is not an amount to raise by; a number above zero is, such as `50` or `12.50`");
        return null;
    }
}
