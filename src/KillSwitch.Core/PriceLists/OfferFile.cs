using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Json;

namespace KillSwitch.Core.PriceLists;

/// <summary>An offer file of AWS's Price List, as its public address and <c>GetProducts</c> give it.</summary>
/// <param name="Code">The service's.</param>
/// <param name="Version">The file's own.</param>
/// <param name="Published">When.</param>
/// <param name="Skus">Its rows.</param>
public sealed record OfferFile(string Code, string Version, DateOnly Published, IReadOnlyList<Sku> Skus)
{
    /// <exception cref="FormatException">It is no offer file, or not the whole of one; the sentence says what is wrong.</exception>
    public static OfferFile Read(ReadOnlyMemory<byte> json, string code)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("formatVersion").GetString() != "v1.0")
                throw new FormatException($"it is of the format `{root.GetProperty("formatVersion").GetString()}`");
            if (root.GetProperty("offerCode").GetString() != code)
                throw new FormatException($"it is the list of `{root.GetProperty("offerCode").GetString()}`");
            var terms = root.GetProperty("terms").TryGetProperty("OnDemand", out var demand) ? demand : default;
            List<Sku> skus = [];
            foreach (var product in root.GetProperty("products").EnumerateObject())
            {
                if (terms.ValueKind == JsonValueKind.Object && terms.TryGetProperty(product.Name, out var own))
                    skus.AddRange(Rows(product.Value, own));
            }

            return skus.Count == 0
                ? throw new FormatException("it lists nothing")
                : new OfferFile(code, root.GetProperty("version").GetString()!, Day(root.GetProperty("publicationDate")), skus);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"it is no whole price list: {JsonFault.Clause(error)}", error);
        }
    }

    /// <summary>One product as <c>GetProducts</c> gives it: attributes and terms together.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IReadOnlyList<Sku> Product(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("terms").TryGetProperty("OnDemand", out var terms)
                ? [.. Rows(document.RootElement.GetProperty("product"), terms)]
                : [];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"a product is not as AWS gives it: {JsonFault.Clause(error)}", error);
        }
    }

    private static IEnumerable<Sku> Rows(JsonElement product, JsonElement terms)
    {
        var attributes = product.GetProperty("attributes");
        if (Text(attributes, "usagetype") is not { } usage)
            yield break;
        foreach (var term in terms.EnumerateObject())
        {
            foreach (var dimension in term.Value.GetProperty("priceDimensions").EnumerateObject())
            {
                if (!dimension.Value.GetProperty("pricePerUnit").TryGetProperty("USD", out var usd))
                    continue;
                yield return new Sku(product.GetProperty("sku").GetString()!, usage)
                {
                    ServiceName = Text(attributes, "servicename") ?? "",
                    Model = Text(attributes, "model"),
                    Feature = Text(attributes, "feature"),
                    InferenceType = Text(attributes, "inferenceType"),
                    Region = Text(attributes, "regionCode") ?? "",
                    Unit = Text(dimension.Value, "unit") ?? "",
                    Usd = Amount(usd),
                    Effective = term.Value.TryGetProperty("effectiveDate", out var since) ? Day(since) : null,
                };
            }
        }
    }

    private static decimal Amount(JsonElement usd) =>
        decimal.TryParse(
            usd.GetString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new FormatException($"`{usd.GetString()}` is no price");

    private static DateOnly Day(JsonElement time) => DateOnly.FromDateTime(
        DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
