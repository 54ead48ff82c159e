using KillSwitch.Core.Money;

namespace KillSwitch.Core.Bills;

/// <summary>So many tokens of a kind at so much.</summary>
public readonly record struct BillAmount(decimal Tokens, Usd Cost)
{
    /// <summary>Dollars a million tokens, the mean of all scopes and tiers; null where there are no tokens.</summary>
    public decimal? Rate => Tokens == 0 ? null : Cost.Amount * 1_000_000 / Tokens;

    public static BillAmount operator +(BillAmount left, BillAmount right) => new(left.Tokens + right.Tokens, left.Cost + right.Cost);
}
