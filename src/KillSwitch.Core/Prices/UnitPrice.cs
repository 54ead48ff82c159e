using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>What a unit that is no token costs at list price, and who says so.</summary>
/// <param name="Model">The model's own id.</param>
/// <param name="Kind">The unit.</param>
/// <param name="IsPremium">For the dearer quality of an image.</param>
/// <param name="Side">For images whose longer side has at most so many pixels; null for any.</param>
/// <param name="PerUnit">Dollars of one.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Date">When.</param>
public sealed record UnitPrice(string Model, UnitKind Kind, bool IsPremium, int? Side, Usd PerUnit, string Source, DateOnly Date)
{
    /// <summary>The name in a price's place of a model, for what a guardrail looks at.</summary>
    public const string Guardrail = "guardrail";

    /// <summary>Whether it is for these: an image of unknown size is taken for a large one.</summary>
    public bool IsFor(BilledUnits units) => Kind == units.Kind && IsPremium == units.IsPremium
        && (Side is null || (units.Side > 0 && units.Side <= Side));
}
