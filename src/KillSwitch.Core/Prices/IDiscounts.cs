using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>Which discount a call has.</summary>
public interface IDiscounts
{
    /// <summary>Null for none.</summary>
    PriceDiscount? Of(Invocation call);

    /// <summary>The same of calls whose caller is not known: never more than the least that any caller has.</summary>
    PriceDiscount? Of(ModelId model, string region, DateTimeOffset at);
}
