using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PriceFile;

/// <summary>One price of a price file.</summary>
internal sealed class PriceFileEntry
{
    /// <summary>Dearer than any model; a price beyond it is a slip of the unit.</summary>
    private const decimal Dearest = 100_000m;

    private const int MostDecimals = 9;
    private const int LongestRegion = 32;

    private readonly YamlMapping _price;

    private PriceFileEntry(YamlMapping price) => _price = price;

    /// <summary>Null when it is no mapping or names no model; every mistake is added to <paramref name="problems"/>.</summary>
    public static PriceEntry? Read(YamlNode node, List<YamlProblem> problems)
    {
        if (node is not YamlMappingNode mapping)
        {
            problems.Add(new YamlProblem(node.Start.Line, node.Start.Column, "a price is a mapping with `model` and what its tokens cost"));
            return null;
        }

        var price = new YamlMapping(
            mapping, problems, "model", "scope", "from", "aboveInputTokens", "input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h",
            "source", "region", "tier", "latency");
        return new PriceFileEntry(price).Entry(mapping);
    }

    private PriceEntry? Entry(YamlMappingNode mapping)
    {
        var entry = new PriceEntry
        {
            Model = Model() ?? "",
            Scope = Read("scope", Scope),
            From = Read("from", Day),
            AboveInputTokens = Read("aboveInputTokens", Tokens),
            Input = Read("input", Amount),
            Output = Read("output", Amount),
            CacheRead = Read("cacheRead", CacheAmount),
            CacheWrite5m = Read("cacheWrite5m", CacheAmount),
            CacheWrite1h = Read("cacheWrite1h", CacheAmount),
            Source = Read("source", (_, text) => text) ?? "own price",
            Region = Read("region", Region),
            Tier = Read("tier", Tier),
            IsLatencyOptimized = Read("latency", IsLatencyOptimized),
        };
        string[] kinds = ["input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h"];
        if (kinds.All(kind => _price.Optional(kind) is null))
        {
            _price.Problem(
                mapping, $"this price costs nothing; name at least one of {string.Join(", ", kinds.Select(kind => $"`{kind}`"))}");
        }

        return entry.Model.Length == 0 ? null : entry;
    }

    private string? Model()
    {
        if (_price.Required("model") is not { } node)
            return null;
        if (node is not YamlScalarNode { Value: { Length: > 0 } text } || text.Any(char.IsWhiteSpace))
        {
            return _price.Problem<string>(
                node, $"`{node}` is no model id; allowed is an id such as `anthropic.claude-opus-4-6-v1`, or an ARN");
        }

        var model = ModelId.Parse(text);
        return model.Id == text
            ? text
            : _price.Problem<string>(
                node, $"`{text}` is a way to call a model; write `model: {model.Id}`, and `scope: "
                + $"{(model.Scope == ModelScope.Global ? "global" : "regional")}` if only that scope has this price");
    }

    private PriceScope Scope(YamlNode node, string text) => text switch
    {
        "any" => PriceScope.Any,
        "regional" => PriceScope.Regional,
        "global" => PriceScope.Global,
        _ => _price.Problem<PriceScope>(node, $"`{text}` is no scope; allowed are `regional`, `global`, `any`"),
    };

    private string? Region(YamlNode node, string text) =>
        text.Length <= LongestRegion && text.Split('-') is { Length: >= 3 } parts
            && parts[^1].Length > 0 && parts[^1].All(char.IsAsciiDigit)
            && parts[..^1].All(part => part.Length > 0 && part.All(char.IsAsciiLetterLower))
            ? text
            : _price.Problem<string>(node, $"`{text}` is no region; allowed is a region such as `eu-central-1`");

    private ServiceTier Tier(YamlNode node, string text) => text switch
    {
        "standard" => ServiceTier.Standard,
        "flex" => ServiceTier.Flex,
        "priority" => ServiceTier.Priority,
        "batch" => ServiceTier.Batch,
        _ => _price.Problem<ServiceTier>(node, $"`{text}` is no service tier; allowed are `standard`, `flex`, `priority`, `batch`"),
    };

    private bool IsLatencyOptimized(YamlNode node, string text) => text switch
    {
        "optimized" => true,
        "standard" => false,
        _ => _price.Problem<bool>(node, $"`{text}` is no latency; allowed are `standard`, `optimized`"),
    };

    private DateOnly? Day(YamlNode node, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : _price.Problem<DateOnly?>(node, $"`{text}` is no day; allowed is a day such as `2026-01-01`");

    private long? Tokens(YamlNode node, string text) =>
        long.TryParse(Plain(text), NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens > 0
            ? tokens
            : _price.Problem<long?>(node, $"`{text}` is no number of tokens; allowed is a whole number above zero");

    private decimal? CacheAmount(YamlNode node, string text) => Amount(node, text, isFree: true);

    private decimal? Amount(YamlNode node, string text) => Amount(node, text, isFree: false);

    private decimal? Amount(YamlNode node, string text, bool isFree) =>
        decimal.TryParse(Plain(text), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount <= Dearest && (amount > 0 || isFree)
            && amount.Scale <= MostDecimals
            ? amount
            : _price.Problem<decimal?>(
                node, $"`{text}` is no price; allowed are US dollars per million tokens, "
                + $"{(isFree ? "zero where it is free" : "above zero")}, at most {Dearest:0}, with at most "
                + $"{MostDecimals} decimals");

    private T? Read<T>(string key, Func<YamlNode, string, T?> read) => _price.Optional(key) switch
    {
        null => default,
        YamlScalarNode { Value: { Length: > 0 } text } scalar => read(scalar, text),
        var other => _price.Problem<T>(other, $"`{key}` is empty or no single value"),
    };

    /// <summary>Numbers may carry <c>_</c> between digits.</summary>
    private static string Plain(string number) =>
        number.StartsWith('_') || number.EndsWith('_') ? number : number.Replace("_", "", StringComparison.Ordinal);
}
