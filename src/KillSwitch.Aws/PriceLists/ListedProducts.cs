using System.Globalization;
using System.Text.Json;
using Amazon.Pricing;
using Amazon.Pricing.Model;
using KillSwitch.Core.PriceLists;

namespace KillSwitch.Aws.PriceLists;

/// <summary>The same list by the signed API, which is slow and throttled: for where the files cannot be had.</summary>
internal sealed class ListedProducts(AmazonPricingClient pricing)
{
    private const int MostPages = 100;

    /// <summary>What a service charges in a region; null where AWS lists none there.</summary>
    /// <exception cref="FormatException">What came is not the whole list.</exception>
    public async Task<OfferFile?> ReadAsync(string code, string region, CancellationToken cancellation)
    {
        var (skus, version, published, pages) = (new List<Sku>(), "", DateOnly.MinValue, 0);
        var answers = Pages.Of(
            token => pricing.GetProductsAsync(
                new GetProductsRequest
                {
                    ServiceCode = code,
                    Filters = [new Filter { Type = "TERM_MATCH", Field = "regionCode", Value = region }],
                    FormatVersion = "aws_v1",
                    MaxResults = 100,
                    NextToken = token,
                },
                cancellation),
            page => page.NextToken);
        await foreach (var page in answers)
        {
            if (++pages > MostPages)
                throw new FormatException("it has no end");
            foreach (var product in page.PriceList ?? [])
            {
                skus.AddRange(OfferFile.Product(product));
                var (its, day) = Stamp(product);
                if (string.CompareOrdinal(its, version) > 0)
                    (version, published) = (its, day);
            }
        }

        return skus.Count == 0 ? null : new OfferFile(code, version, published, skus);
    }

    private static (string Version, DateOnly Published) Stamp(string product)
    {
        using var document = JsonDocument.Parse(product);
        var root = document.RootElement;
        return root.TryGetProperty("version", out var version) && root.TryGetProperty("publicationDate", out var published)
            && DateTimeOffset.TryParse(published.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (version.GetString() ?? "", DateOnly.FromDateTime(at.UtcDateTime)) : ("", DateOnly.MinValue);
    }
}
