using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>The attributes of an item as requests have written them, by their sizes.</summary>
internal sealed partial class WrittenItem
{
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _sums = new(StringComparer.Ordinal);

    private WrittenItem()
    {
    }

    public long Bytes => _sizes.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + attribute.Value);

    public static WrittenItem Of(JsonElement item)
    {
        var written = new WrittenItem();
        foreach (var attribute in item.EnumerateObject())
            written._sizes[attribute.Name] = ItemSize.OfValue(attribute.Value);
        return written;
    }

    /// <param name="update">An update's expression with its names and values.</param>
    public void Update(JsonElement update)
    {
        var expression = update.GetProperty("UpdateExpression").GetString()!;
        foreach (Match clause in Clauses().Matches(expression))
        {
            foreach (var part in Parts().Matches(clause.Groups["parts"].Value).Select(match => match.Value.Trim()))
                Apply(clause.Groups["verb"].Value, NameOf(update, Names().Match(part).Value), Values().Match(part).Value, update);
        }
    }

    private void Apply(string verb, string name, string placeholder, JsonElement update)
    {
        if (verb == "REMOVE")
        {
            _sizes.Remove(name);
            _sums.Remove(name);
            return;
        }

        if (placeholder.Length == 0)
            return;
        var value = update.GetProperty("ExpressionAttributeValues").GetProperty(placeholder);
        if (verb != "ADD")
        {
            _sizes[name] = ItemSize.OfValue(value);
        }
        else if (value.TryGetProperty("N", out var number))
        {
            var sum = _sums[name] = _sums.GetValueOrDefault(name) + decimal.Parse(number.GetString()!, CultureInfo.InvariantCulture);
            _sizes[name] = ItemSize.OfNumber(sum.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            // A set grows.
            _sizes[name] = _sizes.GetValueOrDefault(name) + ItemSize.OfValue(value);
        }
    }

    private static string NameOf(JsonElement update, string name) =>
        name.StartsWith('#') ? update.GetProperty("ExpressionAttributeNames").GetProperty(name).GetString()! : name;

    [GeneratedRegex(@"\b(?<verb>SET|ADD|REMOVE|DELETE)\b(?<parts>.*?)(?=\b(?:SET|ADD|REMOVE|DELETE)\b|$)", RegexOptions.Singleline)]
    private static partial Regex Clauses();

    // A comma within brackets is a function's.
    [GeneratedRegex(@"(?:[^,(]|\([^)]*\))+")]
    private static partial Regex Parts();

    [GeneratedRegex("^[#A-Za-z0-9_]+")]
    private static partial Regex Names();

    [GeneratedRegex(":[A-Za-z0-9_]+")]
    private static partial Regex Values();
}
