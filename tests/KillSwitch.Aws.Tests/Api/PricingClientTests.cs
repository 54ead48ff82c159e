using Amazon.Bedrock;
using Amazon.Pricing;
using Amazon.Pricing.Model;
using Amazon.Runtime;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Api;

public class PricingClientTests
{
    private static readonly BasicAWSCredentials Credentials = new("AKIDEXAMPLE", "secret");

    [Fact]
    public async Task Products_are_asked_for_by_region_and_page()
    {
        using var endpoint = new ScriptedEndpoint(
            new Answer(200, """{"PriceList":["{\"product\":{}}"],"NextToken":"n","FormatVersion":"aws_v1"}"""));
        using var pricing = new AmazonPricingClient(
            Credentials, new AmazonPricingConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1" });
        var page = await pricing.GetProductsAsync(new GetProductsRequest
        {
            ServiceCode = "AmazonBedrock",
            Filters = [new Filter { Type = "TERM_MATCH", Field = "regionCode", Value = "us-east-1" }],
            FormatVersion = "aws_v1",
            MaxResults = 100,
            NextToken = "m",
        });

        page.PriceList.ShouldBe(["""{"product":{}}"""]);
        page.NextToken.ShouldBe("n");
        var asked = endpoint.Requests.ShouldHaveSingleItem();
        asked.Body.ShouldBe(
            """{"ServiceCode":"AmazonBedrock","Filters":[{"Type":"TERM_MATCH","Field":"regionCode","Value":"us-east-1"}],"FormatVersion":"aws_v1","NextToken":"m","MaxResults":100}""");
        asked.Authorization.ShouldContain("/us-east-1/pricing/aws4_request");
    }

    [Fact]
    public async Task Models_and_their_offers_are_read()
    {
        using var endpoint = new ScriptedEndpoint(
            new Answer(200, """{"modelSummaries":[{"modelArn":"a","modelId":"amazon.nova-micro-v1:0","modelName":"Nova Micro"},{"modelId":"x.y"}]}"""),
            new Answer(200, """{"modelId":"acme.large-1","offers":[{"offerId":"o","offerToken":"t","termDetails":{"usageBasedPricingTerm":{"rateCard":[{"dimension":"input_tokens_standard","price":"2.5","description":"d","unit":"Units"}]}}}]}"""));
        using var bedrock = new AmazonBedrockClient(
            Credentials, new AmazonBedrockConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "us-east-1" });

        var models = (await bedrock.ListFoundationModelsAsync(new())).ModelSummaries.ShouldNotBeNull();
        models.Select(model => (model.ModelName, model.ModelId)).ShouldBe([("Nova Micro", "amazon.nova-micro-v1:0"), (null, "x.y")]);
        var offers = await bedrock.ListFoundationModelAgreementOffersAsync(new() { ModelId = "acme.large-1" });
        var rate = offers.Offers.ShouldNotBeNull()[0].TermDetails.ShouldNotBeNull().UsageBasedPricingTerm.ShouldNotBeNull().RateCard!
            .ShouldHaveSingleItem();
        (rate.Dimension, rate.Price, rate.Unit).ShouldBe(("input_tokens_standard", "2.5", "Units"));
        endpoint.Requests.Select(asked => asked.Path)
            .ShouldBe(["/foundation-models", "/list-foundation-model-agreement-offers/acme.large-1"]);
    }
}
