using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Tests.Invocations;

public class ModelRouteTests
{
    private const string Home = "arn:aws:bedrock:eu-west-1:111122223333:";

    [Theory]
    [InlineData(Home + "application-inference-profile/a1b2c3d4e5f6", RouteKind.ApplicationProfile, "eu-west-1", "a1b2c3d4e5f6")]
    [InlineData(Home + "provisioned-model/abc", RouteKind.ProvisionedModel, "eu-west-1", "abc")]
    [InlineData(Home + "custom-model-deployment/abc", RouteKind.CustomModelDeployment, "eu-west-1", "abc")]
    [InlineData(Home + "custom-model/amazon.nova-lite-v1:0/abc", RouteKind.CustomModel, "eu-west-1", "amazon.nova-lite-v1:0/abc")]
    [InlineData("arn:aws:sagemaker:eu-west-1:111122223333:endpoint/theirs", RouteKind.MarketplaceEndpoint, "eu-west-1", "theirs")]
    [InlineData("a1b2c3d4e5f6", RouteKind.ApplicationProfile, "us-east-1", "a1b2c3d4e5f6")]
    public void What_hides_its_model_says_what_to_ask_and_where(string raw, RouteKind kind, string region, string id) =>
        ModelRoute.Of(ModelId.Parse(raw), "us-east-1").ShouldBe(new ModelRoute(kind, region, id, raw));

    [Theory]
    [InlineData("us.anthropic.claude-opus-4-6-v1")]
    [InlineData("anthropic.claude-opus-4-6-v1")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/global.anthropic.claude-opus-4-6-v1")]
    [InlineData(Home + "imported-model/abc")]
    [InlineData(Home + "prompt-router/abc")]
    [InlineData(Home + "provisioned-model/")]
    [InlineData("arn:aws:bedrock:example.com/:111122223333:provisioned-model/abc")]
    [InlineData("arn:aws:bedrock::111122223333:provisioned-model/abc")]
    [InlineData("arn:aws:bedrock")]
    [InlineData("")]
    public void What_says_its_model_or_has_none_behind_it_is_no_route(string raw) =>
        ModelRoute.Of(ModelId.Parse(raw), "us-east-1").ShouldBeNull();

    [Fact]
    public void The_log_and_the_metrics_mean_the_same_route()
    {
        var logged = ModelRoute.Of(ModelId.Parse(Home + "application-inference-profile/a1b2c3d4e5f6"), "eu-west-1");
        var metered = ModelRoute.Of(ModelId.Parse("a1b2c3d4e5f6"), "eu-west-1");

        logged.ShouldNotBeNull().Key.ShouldBe(metered.ShouldNotBeNull().Key);
    }
}
