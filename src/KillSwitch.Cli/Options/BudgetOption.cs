using System.CommandLine;
using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>What a command may spend, in dollars.</summary>
internal static class BudgetOption
{
    private const decimal Most = 10;

    public static Option<decimal?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "USD",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
                && amount is > 0 and <= Most)
            {
                return amount;
            }

            result.AddError($"`{text}` is not allowed for `{name}`; allowed: dollars above zero, up to {Most}, such as `0.05`");
            return null;
        },
    };
}
