using KillSwitch.Core.Money;

namespace KillSwitch.Core.Bills;

/// <summary>One line of AWS's bill for a day.</summary>
/// <param name="Service">As the bill names it: <c>Amazon Bedrock</c>, or a model of the Marketplace.</param>
/// <param name="UsageType">What was used, as the bill calls it.</param>
/// <param name="Region">Where; empty where the bill does not say.</param>
/// <param name="Quantity">In the unit.</param>
/// <param name="Unit">As the bill writes it: <c>1K tokens</c>, <c>Units</c>.</param>
/// <param name="Cost">What AWS charged for it, before credits.</param>
public sealed record BilledUsage(string Service, string UsageType, string Region, decimal Quantity, string Unit, Usd Cost)
{
    private const string Edition = "(Amazon Bedrock Edition)";

    /// <summary>The service is one model of the Marketplace, and its usage types name none.</summary>
    public bool IsOfEdition => Service.Contains(Edition, StringComparison.OrdinalIgnoreCase);

    /// <summary>The quantity in tokens, for a line that is charged by them.</summary>
    public decimal Tokens => Quantity * TokensOfUnit;

    // `Units` of a usage type of tokens are a million of them; a bill that mixes units names none.
    private decimal TokensOfUnit => Unit.Trim().ToUpperInvariant() switch
    {
        "1M TOKENS" or "UNITS" or "UNIT" => 1_000_000,
        "1K TOKENS" => 1_000,
        "TOKENS" or "TOKEN" => 1,
        _ => UsageType.Contains("MP:", StringComparison.Ordinal) ? 1_000_000 : 1_000,
    };
}
