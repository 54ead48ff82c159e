using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.PriceFile;
using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Reads a policy's <c>prices</c> and <c>discounts</c>.</summary>
internal static class PriceReader
{
    private const int MostDecimals = 4;

    /// <summary>In the form of a price file.</summary>
    public static List<PriceEntry> Prices(YamlNode node, PolicyReading reading)
    {
        if (node is YamlSequenceNode list)
            return PriceFileEntries.Read(list, reading.Problems);
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is not a list of prices; allowed is a list of "
            + "`{ model: MODEL, input: DOLLARS, output: DOLLARS }`, a million tokens each");
        return [];
    }

    public static List<Discount> Discounts(YamlNode node, PolicyReading reading)
    {
        if (node is YamlSequenceNode list)
            return [.. list.Children.Select(item => Discount(item, reading)).OfType<Discount>()];
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is not a list of discounts; allowed is a list of "
            + "`{ match: { model: PATTERN }, percent: 20 }`");
        return [];
    }

    /// <summary>Null where what it needs is missing or wrong.</summary>
    private static Discount? Discount(YamlNode node, PolicyReading reading)
    {
        if (reading.Fields(node, "a discount", Vocabulary.DiscountKeys) is not { } fields)
            return null;
        if (!fields.TryGetValue("percent", out var percent))
            reading.Problem(node, "this discount lacks `percent`, which is required");
        var off = percent is null ? null : Percent(percent, reading);
        var match = fields.TryGetValue("match", out var matched) ? MatchReader.Read(matched, reading) : [];
        var from = fields.TryGetValue("from", out var first) ? reading.Day(first) : null;
        var until = fields.TryGetValue("until", out var last) ? reading.Day(last) : null;
        if (from > until)
            reading.Problem(last!, $"{PolicyReading.Quoted(last!)} is before `from`; `until` is the last day of the discount");
        var source = fields.TryGetValue("source", out var said) ? Source(said, reading) : null;
        return off is { } amount
            ? new Discount(match, new PriceDiscount(amount, source ?? "your discount")) { From = from, Until = until }
            : null;
    }

    private static decimal? Percent(YamlNode node, PolicyReading reading)
    {
        if (PolicyReading.Number(node) is { } number and > 0 and < 100 && number.Scale <= MostDecimals)
            return number;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} is not a discount in percent; allowed is a number above 0 and below 100, with "
            + $"at most {MostDecimals} decimals{PolicyReading.Unquote(node)}");
        return null;
    }

    private static string? Source(YamlNode node, PolicyReading reading)
    {
        if (PolicyReading.Text(node) is { Length: > 0 } text)
            return text;
        reading.Problem(node, $"{PolicyReading.Quoted(node)} does not say who grants the discount; allowed is a text such as `EDP 2026`");
        return null;
    }
}
