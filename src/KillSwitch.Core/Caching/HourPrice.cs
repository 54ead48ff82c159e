using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Caching;

/// <summary>
/// The price of a session's hour. A session is not counted by model: the model is the one of the account's hour whose price
/// gives the session's cost to the last digit; where none does, the one that comes nearest, its prices scaled to that cost.
/// </summary>
internal static class HourPrice
{
    private static readonly ModelId Unknown = new("", "", ModelScope.Regional, IsOpaque: true);

    public static (
        ModelId Model, Price Price) Find(PriceBook book, DateTimeOffset at, Usage usage, IReadOnlyList<(string Model, Usage Usage)> models)
    {
        (ModelId Model, decimal Away)? nearest = null;
        foreach (var model in models.Where(one => one.Usage.Calls > 0).Select(one => one.Model).Distinct(StringComparer.Ordinal)
            .SelectMany(Routes))
        {
            var away = Math.Abs(book.PriceMany(model, region: "", at, usage.Calls, usage.Tokens).Cost.Amount - usage.Cost.Amount);
            if (nearest is null || away < nearest.Value.Away)
                nearest = (model, away);
        }

        var found = nearest?.Model ?? Unknown;
        var price = book.Find(new Tariff(found, Region: ""), at, usage.Tokens.TotalInputTokens / usage.Calls);
        var cost = price.CostOf(usage.Tokens).Amount;
        return (found, nearest is { Away: 0 } || cost == 0 ? price : Scaled(price, usage.Cost.Amount / cost));
    }

    // A model is counted under its own id, whichever way it was called.
    private static ModelId[] Routes(string id) => [ModelId.Parse(id), ModelId.Parse("global." + id)];

    private static Price Scaled(Price price, decimal by) => price with
    {
        Input = price.Input * by,
        Output = price.Output * by,
        CacheRead = price.CacheRead * by,
        CacheWrite5m = price.CacheWrite5m * by,
        CacheWrite1h = price.CacheWrite1h * by,
    };
}
