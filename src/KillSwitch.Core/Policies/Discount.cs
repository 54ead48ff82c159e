using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Policies;

/// <summary>One discount of a policy: off the list price of the calls that match.</summary>
/// <param name="Match">All must match; empty matches everything.</param>
/// <param name="Off">How much, and who says so.</param>
public sealed record Discount(IReadOnlyList<FieldMatch> Match, PriceDiscount Off)
{
    /// <summary>The first day, UTC, that it is in force; null when it always was.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, UTC, that it is in force; null when it has no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether more decides than the model and where it is called, which is all that a metric says.</summary>
    public bool NamesCaller => Match.Any(match => match.Field.Kind is not (DimensionKind.Model or DimensionKind.Region));

    public bool IsInForce(DateTimeOffset at) =>
        DateOnly.FromDateTime(at.UtcDateTime) is var day && !(day < From) && !(day > Until);
}
