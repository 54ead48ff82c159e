using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.PriceLists;

namespace KillSwitch.Core.Tests.PriceLists;

/// <summary>Rows that AWS published, with what each means.</summary>
internal static class PublishedSkus
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "pricelist", name));

    public static IReadOnlyList<(Sku Sku, JsonElement Expected)> All { get; } = Read();

    public static JsonElement UsageTypes { get; } = JsonDocument.Parse(Bytes("usagetypes.json")).RootElement;

    private static List<(Sku, JsonElement)> Read() =>
    [
        .. JsonDocument.Parse(Bytes("skus.json")).RootElement.GetProperty("skus").EnumerateArray().Select(sku => (
            new Sku(sku.GetProperty("sku").GetString()!, sku.GetProperty("usagetype").GetString()!)
            {
                ServiceName = sku.GetProperty("servicename").GetString()!,
                Model = sku.GetProperty("model").GetString(),
                Feature = sku.GetProperty("feature").GetString(),
                InferenceType = sku.GetProperty("inferenceType").GetString(),
                Region = sku.GetProperty("regionCode").GetString()!,
                Unit = sku.GetProperty("unit").GetString()!,
                Usd = decimal.Parse(sku.GetProperty("usd").GetString()!, CultureInfo.InvariantCulture),
                Effective = DateOnly.FromDateTime(sku.GetProperty("effectiveDate").GetDateTime()),
            },
            sku.GetProperty("expected"))),
    ];
}
