using KillSwitch.Core.Money;

namespace KillSwitch.Core.Bills;

/// <summary>Why a bill and what was metered are apart.</summary>
public enum BillCause
{
    /// <summary>More tokens were billed than were metered.</summary>
    RecordsMissing,

    /// <summary>It was billed, and nothing of it was metered: calls that no record tells.</summary>
    NotMetered,

    /// <summary>More tokens were metered than were billed.</summary>
    MeteredMore,

    /// <summary>It was metered, and the bill does not name it.</summary>
    NotBilled,

    /// <summary>The tokens that were metered cost another price.</summary>
    PriceMoved,
}

/// <summary>A difference that is worth a person's look.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Amount">How much it makes, without a sign.</param>
public sealed record BillDrift(BillCause Cause, Usd Amount)
{
    /// <summary>Less than this is crumbs, whatever its share.</summary>
    public static Usd Least { get; } = new(1);

    /// <summary>A smaller share of what was billed of the model in the region is crumbs, whatever the amount.</summary>
    public const decimal LeastShare = 0.01m;

    /// <summary>Whether an amount is a drift.</summary>
    /// <param name="of">What it is a share of.</param>
    public static bool Is(Usd amount, Usd of) => amount > Least && amount.Amount > LeastShare * of.Amount;
}
