using KillSwitch.Core.Drills;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.Drills;

/// <summary>What a drill is going to do: said before anything is made or called.</summary>
public sealed record DrillPlan
{
    // Each is tried until one is served; a role may hold no more of them.
    private const int MostModels = 4;

    /// <summary>Eight letters or digits.</summary>
    public required string Drill { get; init; }

    public required string Account { get; init; }

    /// <summary>Where the calls are made.</summary>
    public required string Region { get; init; }

    /// <summary>Of the guard.</summary>
    public required string Stack { get; init; }

    /// <summary>Who drills, by ARN.</summary>
    public required string By { get; init; }

    public required Usd Budget { get; init; }

    /// <summary>By which calls are reckoned up.</summary>
    public required PriceBook Prices { get; init; }

    /// <summary>The cheapest first.</summary>
    public required IReadOnlyList<DrillModel> Models { get; init; }

    /// <summary>Those that speak OpenAI's form on the runtime, the cheapest first.</summary>
    public IReadOnlyList<DrillModel> OpenAiModels { get; init; } = [];

    /// <summary>Why the mantle endpoint is not called; null where it is.</summary>
    public string? NoMantle { get; init; }

    /// <summary>Why no rule can stop the drill's role, one clause; null where one can.</summary>
    public string? Unstoppable { get; init; }

    /// <summary>What the drill's roles may call.</summary>
    public IReadOnlyList<DrillModel> Callable => [.. Models.Concat(OpenAiModels).DistinctBy(model => model.Id.Id)];

    public string Runaway => DrillNames.Runaway(Drill);

    public string Innocent => DrillNames.Innocent(Drill);

    /// <summary>What a call of so many tokens costs, by the prices in force.</summary>
    /// <param name="called">The model as it is called.</param>
    /// <param name="tokens">Of the call.</param>
    /// <param name="now">When.</param>
    public Usd CostOf(string called, TokenUsage tokens, DateTimeOffset now) => PriceOf(called, tokens, now).CostOf(tokens);

    /// <summary>What a call costs if it takes all that it may, and nothing is cheaper for being written to a cache.</summary>
    public Usd AtMost(DrillCall call, DateTimeOffset now)
    {
        var price = PriceOf(call.PricedAs, call.AtMost, now);
        return (price with
        {
            CacheWrite5m = Math.Max(price.CacheWrite5m, price.Input),
            CacheWrite1h = Math.Max(price.CacheWrite1h, price.Input)
        }).CostOf(call.AtMost);
    }

    /// <summary>What all calls together cost if each takes the most that it may, by the dearest of the models.</summary>
    public Usd AtMost(DateTimeOffset now)
    {
        var most = Usd.Zero;
        foreach (var model in Models)
        {
            var sum = PlannedCalls.Sum(this, model, now);
            most = sum > most ? sum : most;
        }

        return most > Budget ? Budget : most;
    }

    /// <summary>The cheapest models of which a price is known and that can be called at all.</summary>
    /// <param name="offered">By Bedrock.</param>
    /// <param name="prices">Of the policy in force.</param>
    /// <param name="region">Where.</param>
    /// <param name="now">When.</param>
    /// <param name="named">The one that a person wants; null for the cheapest.</param>
    public static IReadOnlyList<DrillModel> Cheapest(
        IEnumerable<DrillModel> offered, PriceBook prices, string region, DateTimeOffset now, string? named)
    {
        // A call such as most of a drill's are.
        var call = new TokenUsage(InputTokens: 300, OutputTokens: 32);
        var priced = offered.Where(model => model.Called is not null)
            .Select(model => (Model: model, Price: prices.Find(new Tariff(ModelId.Parse(model.Called!), region), now, 300)))
            .Where(one => one.Price is { Basis: PriceBasis.Known, Input: > 0, Output: > 0 })
            .OrderBy(one => one.Price.CostOf(call)).ThenBy(one => one.Model.Id.Id, StringComparer.Ordinal)
            .Select(one => one.Model).ToList();
        if (named is null)
            return [.. priced.Take(MostModels)];
        var id = ModelId.Parse(named).Id;
        return priced.Find(model => model.Id.Id == id) is { } wanted ? [wanted, .. priced.Where(model => model != wanted).Take(1)] : [];
    }

    private Price PriceOf(string called, TokenUsage tokens, DateTimeOffset now) =>
        Prices.Find(new Tariff(ModelId.Parse(called), Region), now, tokens.TotalInputTokens);
}
