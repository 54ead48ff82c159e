using System.Net.Sockets;
using Amazon.Bedrock.Model;
using Amazon.Pricing;
using Amazon.Runtime;
using KillSwitch.Aws.Routes;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.PriceLists;

/// <summary>AWS's Price List of a region: the public files, else the API; and what the account is offered beside it.</summary>
public sealed class AwsPriceLists(OfferFiles files, AmazonPricingClient pricing, BedrockByRegion bedrock) : IPriceLists
{
    /// <summary>AWS's own models and the mantle endpoint; the Marketplace's; and what is sold by the month.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService"];

    public async ValueTask<ListedPrices> ReadAsync(string region, IReadOnlyCollection<string> called, CancellationToken cancellation)
    {
        var found = new List<OfferFile>();
        foreach (var code in Codes)
        {
            if (await OfferAsync(code, region, cancellation) is { } offer)
                found.Add(offer);
        }

        if (found.Count == 0)
            throw new PriceListUnreadException($"AWS lists no prices for {region}");
        var (names, unnamed) = await NamesAsync(region, cancellation);
        var skus = found.SelectMany(offer => offer.Skus).ToList();
        var (version, published) = (found.Max(offer => offer.Version)!, found.Max(offer => offer.Published));
        var listed = PriceListReader.Read(region, version, published, skus, names);
        var priced = listed.Entries.Select(entry => ModelSpelling.Known.Canonical(entry.Model)).ToHashSet(StringComparer.Ordinal);
        List<string> lacking = [.. called.Where(model => !priced.Contains(ModelSpelling.Known.Canonical(model)))];
        if (lacking.Count > 0)
        {
            var offered = await RateCards.ReadAsync(bedrock.In(region), region, CodeOf(skus, region), lacking, cancellation);
            listed = PriceListReader.Read(region, version, published, skus.Concat(offered), names);
        }

        return unnamed is null ? listed : listed with { NotTaken = [.. listed.NotTaken, unnamed] };
    }

    private async Task<OfferFile?> OfferAsync(string code, string region, CancellationToken cancellation)
    {
        try
        {
            return await files.ReadAsync(code, region, cancellation);
        }
        catch (Exception error) when (error is HttpRequestException or FormatException)
        {
            try
            {
                return await new ListedProducts(pricing).ReadAsync(code, region, cancellation);
            }
            catch (Exception other) when (
                other is AmazonServiceException or AmazonClientException or HttpRequestException or FormatException
                || (other is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                throw new PriceListUnreadException(
                    $"the list of {code} in {region} cannot be had as a whole: {Clause(error)}; pricing:GetProducts: "
                    + AwsProblem.ClauseOf(other), error)
                {
                    IsUnreachable = IsUnreachable(error),
                };
            }
        }
    }

    // Where Bedrock does not say its names, the reviewed ones are known all the same.
    private async Task<(ModelNames Names, string? Problem)> NamesAsync(string region, CancellationToken cancellation)
    {
        try
        {
            var models = await bedrock.In(region).ListFoundationModelsAsync(new ListFoundationModelsRequest(), cancellation);
            return (new ModelNames((models.ModelSummaries ?? []).Where(model => model.ModelName is { Length: > 0 })
                .Select(model => (model.ModelName!, model.ModelId))), null);
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException
            || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (new ModelNames(), $"the names of Bedrock's own list of models, which cannot be read: {AwsProblem.ClauseOf(error)}");
        }
    }

    private static bool IsUnreachable(Exception error) =>
        error is HttpRequestException { StatusCode: null, InnerException: SocketException };

    private static string Clause(Exception error) => error.Message.TrimEnd('.');

    private static string CodeOf(List<Sku> skus, string region) => skus.Where(sku => sku.Region == region)
        .Select(sku => sku.UsageType.Split('-', 2)[0])
        .Where(code => code.All(one => char.IsAsciiLetterUpper(one) || char.IsAsciiDigit(one)))
        .GroupBy(code => code).OrderByDescending(same => same.Count()).FirstOrDefault()?.Key ?? "";
}
