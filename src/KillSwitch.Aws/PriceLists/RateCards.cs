using System.Globalization;
using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using Amazon.Runtime;
using KillSwitch.Core.PriceLists;

namespace KillSwitch.Aws.PriceLists;

/// <summary>What the account is offered Marketplace models at, as rows of a list.</summary>
internal static class RateCards
{
    // Each is a request; an account calls a few models.
    private const int MostModels = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <param name="bedrock">In the region.</param>
    /// <param name="region">Which.</param>
    /// <param name="code">The region as usage types begin with it: <c>USE1</c>; empty where no list said so.</param>
    /// <param name="models">Their ids.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<IReadOnlyList<Sku>> ReadAsync(
        AmazonBedrockClient bedrock, string region, string code, IEnumerable<string> models, CancellationToken cancellation)
    {
        var skus = new List<Sku>();
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        soon.CancelAfter(Patience);
        foreach (var model in models.Take(MostModels))
        {
            try
            {
                var offers = await bedrock.ListFoundationModelAgreementOffersAsync(
                    new ListFoundationModelAgreementOffersRequest { ModelId = model }, soon.Token);
                skus.AddRange((offers.Offers ?? []).SelectMany(offer => offer.TermDetails?.UsageBasedPricingTerm?.RateCard ?? [])
                    .Select(rate => Row(model, region, code, rate)).OfType<Sku>());
            }
            // A model that is not of the Marketplace has no offer, and no model keeps the others from being read.
            catch (AmazonServiceException)
            {
                continue;
            }
            // A list is not to wait for long for what stands beside it.
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException or AmazonClientException
                && !cancellation.IsCancellationRequested)
            {
                break;
            }
        }

        return skus;
    }

    private static Sku? Row(string model, string region, string code, DimensionalPriceRate rate)
    {
        if (rate.Dimension is not { Length: > 0 } dimension
            || !decimal.TryParse(rate.Price, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd))
        {
            return null;
        }

        // `USE1_InputTokenCount` is a region's; `input_tokens_global_standard` every region's.
        var start = dimension.IndexOf('_', StringComparison.Ordinal);
        var isRegions = start > 0 && dimension[..start].All(one => char.IsAsciiLetterUpper(one) || char.IsAsciiDigit(one));
        if (isRegions && dimension[..start] != code)
            return null;
        var usage = isRegions ? dimension[(start + 1)..] : dimension;
        return new Sku(model, $"{code}-MP:{(code.Length > 0 ? code : "ANY1")}_{usage}-Units")
        {
            Model = model,
            Region = region,
            Unit = rate.Unit is { Length: > 0 } unit ? unit : "Units",
            Usd = usd,
        };
    }
}
