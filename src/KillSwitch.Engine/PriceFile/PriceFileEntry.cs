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

    private readonly PriceFileMapping _price;

    private PriceFileEntry(PriceFileMapping price) => _price = price;

    /// <summary>Null when it is no mapping or names no model; every mistake is added to <paramref name="problems"/>.</summary>
    public static PriceEntry? Read(YamlNode node, List<YamlProblem> problems)
    {
        if (node is not YamlMappingNode mapping)
        {
            problems.Add(new YamlProblem(node.Start.Line, node.Start.Column, "a price is a mapping with `model` and what its tokens cost"));
            return null;
        }

        var price = new PriceFileMapping(
            mapping, problems, "model", "scope", "from", "aboveInputTokens", "input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h",
            "source");
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
            CacheRead = Read("cacheRead", Amount),
            CacheWrite5m = Read("cacheWrite5m", Amount),
            CacheWrite1h = Read("cacheWrite1h", Amount),
            Source = Read("source", (_, text) => text) ?? "own price",
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

    private DateOnly? Day(YamlNode node, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : _price.Problem<DateOnly?>(node, $"`{text}` is no day; allowed is a day such as `2026-01-01`");

    private long? Tokens(YamlNode node, string text) =>
        long.TryParse(Plain(text), NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens > 0
            ? tokens
            : _price.Problem<long?>(node, $"`{text}` is no number of tokens; allowed is a whole number above zero");

    private decimal? Amount(YamlNode node, string text) =>
        decimal.TryParse(Plain(text), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount is > 0 and <= Dearest
            && amount.Scale <= MostDecimals
            ? amount
            : _price.Problem<decimal?>(
                node, $"`{text}` is no price; allowed are US dollars per million tokens, above zero, at most {Dearest:0}, with at most "
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
