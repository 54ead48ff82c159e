using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>The JSON form of a price list. Strict: an unknown member, a missing source or date is an error.</summary>
internal static class PriceListJson
{
    private static readonly HashSet<string> EntryMembers =
    [
        "model", "scope", "region", "tier", "latency", "from", "above", "input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h",
        "source", "date",
    ];

    private static readonly HashSet<string> RootMembers =
    [
        "version", "aliases", "regionalPremium", "cacheWrites", "serviceTiers", "regions", "latencyOptimized", "openWeights", "units",
        "modelUnits", "prices",
    ];

    public static PriceList Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var root = document.RootElement;
        Check(root, RootMembers);
        if (root.GetProperty("version").GetInt32() != 1)
            throw new JsonException("a price list of another version");
        var rules = new PriceRules
        {
            Aliases = All(root, "aliases", alias =>
                new ModelAlias(Text(alias, "id"), Text(alias, "model"), Text(alias, "source"), Day(alias, "date"))),
            RegionalPremium = All(root, "regionalPremium", Factor) is [var premium] ? premium : null,
            CacheWrites = All(root, "cacheWrites", write => new CacheWriteFactors(
                Text(write, "vendor"),
                write.GetProperty("fiveMinutes").GetDecimal(),
                write.GetProperty("oneHour").GetDecimal(),
                Text(write, "source"),
                Day(write, "date"))),
            ServiceTiers = All(root, "serviceTiers", tier => new ServiceTierFactor(Tier(tier), Models(tier), Factor(tier))),
            Regions = All(root, "regions", region => new RegionFactor(Text(region, "prefix"), Factor(region))),
            LatencyOptimized = All(root, "latencyOptimized", Factor) is [var optimized] ? optimized : null,
            OpenWeights = All(root, "openWeights", name => name.GetString()!),
            Units = All(root, "units", unit => new UnitPrice(
                Text(unit, "model"),
                Kind(unit),
                unit.TryGetProperty("premium", out var premium) && premium.GetBoolean(),
                unit.TryGetProperty("side", out var side) ? side.GetInt32() : null,
                new Usd(Amount(unit, "usd") ?? throw new JsonException("`usd` is zero")),
                Text(unit, "source"),
                Day(unit, "date"))),
            ModelUnits = All(root, "modelUnits", unit => new ModelUnitPrice(
                Text(unit, "model"),
                Commitment(unit),
                new Usd(Amount(unit, "perHour") ?? throw new JsonException("`perHour` is zero")),
                Text(unit, "source"),
                Day(unit, "date"))),
        };
        return new PriceList(All(root, "prices", Entry), rules);
    }

    private static PriceEntry Entry(JsonElement price)
    {
        Check(price, EntryMembers);
        return new PriceEntry
        {
            Model = Text(price, "model"),
            Scope = Text(price, "scope") switch
            {
                "any" => PriceScope.Any,
                "regional" => PriceScope.Regional,
                "global" => PriceScope.Global,
                var other => throw new JsonException($"`{other}` is no scope"),
            },
            Region = price.TryGetProperty("region", out _) ? Text(price, "region") : null,
            Tier = price.TryGetProperty("tier", out _) ? Tier(price) : ServiceTier.Standard,
            IsLatencyOptimized = price.TryGetProperty("latency", out _) && (Text(price, "latency") == "optimized"
                ? true : throw new JsonException("`latency` is `optimized`, or is left out")),
            From = price.TryGetProperty("from", out _) ? Day(price, "from") : null,
            AboveInputTokens = price.TryGetProperty("above", out var above) ? above.GetInt64() : null,
            Input = Amount(price, "input"),
            Output = Amount(price, "output"),
            CacheRead = Amount(price, "cacheRead"),
            CacheWrite5m = AmountOrFree(price, "cacheWrite5m"),
            CacheWrite1h = AmountOrFree(price, "cacheWrite1h"),
            Source = Text(price, "source"),
            Date = Day(price, "date"),
        };
    }

    private static PriceFactor Factor(JsonElement element) =>
        new(element.GetProperty("factor").GetDecimal(), Text(element, "source"), Day(element, "date"));

    private static ServiceTier Tier(JsonElement element) => Text(element, "tier") switch
    {
        "batch" => ServiceTier.Batch,
        "flex" => ServiceTier.Flex,
        "priority" => ServiceTier.Priority,
        var other => throw new JsonException($"`{other}` is no service tier"),
    };

    private static CapacityCommitment Commitment(JsonElement element) => Text(element, "commitment") switch
    {
        "none" => CapacityCommitment.None,
        "oneMonth" => CapacityCommitment.OneMonth,
        "sixMonths" => CapacityCommitment.SixMonths,
        var other => throw new JsonException($"`{other}` is no commitment"),
    };

    private static UnitKind Kind(JsonElement element) => Text(element, "kind") switch
    {
        "search" => UnitKind.Search,
        "image" => UnitKind.Image,
        "videoSecond" => UnitKind.VideoSecond,
        "guardrailContent" => UnitKind.GuardrailContent,
        "guardrailTopic" => UnitKind.GuardrailTopic,
        "guardrailSensitive" => UnitKind.GuardrailSensitive,
        "guardrailGrounding" => UnitKind.GuardrailGrounding,
        "guardrailImage" => UnitKind.GuardrailImage,
        var other => throw new JsonException($"`{other}` is no unit"),
    };

    private static List<string> Models(JsonElement element) =>
        element.TryGetProperty("models", out var models) ? [.. models.EnumerateArray().Select(model => model.GetString()!)] : [];

    /// <summary>Zero is unknown, never free.</summary>
    private static decimal? Amount(JsonElement element, string name) => AmountOrFree(element, name) is > 0 and var amount ? amount : null;

    /// <summary>A cache may be written for nothing.</summary>
    private static decimal? AmountOrFree(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var amount) ? null
        : amount.GetDecimal() >= 0 ? amount.GetDecimal()
        : throw new JsonException($"`{name}` is below zero");

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new JsonException($"`{name}` is empty");

    private static DateOnly Day(JsonElement element, string name) =>
        DateOnly.ParseExact(Text(element, name), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<T> All<T>(JsonElement root, string name, Func<JsonElement, T> read) =>
        root.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(read)] : [];

    private static void Check(JsonElement element, HashSet<string> members)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw new JsonException($"`{member.Name}` is no member of a price list");
        }
    }
}
