using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>What every source of routes must do; each adapter runs it.</summary>
public abstract class ModelRoutesContract
{
    protected const string Region = "us-east-1";
    protected const string Home = "arn:aws:bedrock:us-east-1:111122223333:";
    protected const string Profile = Home + "application-inference-profile/a1b2c3d4e5f6";
    protected const string GlobalProfile = Home + "application-inference-profile/g1b2c3d4e5f6";
    protected const string Provisioned = Home + "provisioned-model/p1";
    protected const string Deployment = Home + "custom-model-deployment/d1";
    protected const string OtherDeployment = Home + "custom-model-deployment/d2";
    protected const string CustomModel = Home + "custom-model/amazon.nova-lite-v1:0/c1";
    protected const string Endpoint = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/theirs";
    protected const string Opus = "anthropic.claude-opus-4-6-v1";
    protected const string Lite = "amazon.nova-lite-v1:0";
    protected const string Micro = "amazon.nova-micro-v1:0";
    protected const string Theirs = "huggingface-llm-mistral-7b";

    /// <summary>An account in which each of these names has the model that the tests ask for, and no other name has any.</summary>
    protected abstract IModelRoutes Create();

    [Theory]
    [InlineData(Profile, "us." + Opus, ModelScope.Regional)]
    [InlineData("a1b2c3d4e5f6", "us." + Opus, ModelScope.Regional)]
    [InlineData(GlobalProfile, "global." + Opus, ModelScope.Global)]
    [InlineData(Provisioned, Lite, ModelScope.Regional)]
    [InlineData(Deployment, Lite, ModelScope.Regional)]
    [InlineData(CustomModel, Lite, ModelScope.Regional)]
    [InlineData(Endpoint, Theirs, ModelScope.Regional)]
    public async Task The_model_behind_a_name_is_found(string name, string model, ModelScope scope) =>
        (await FindAsync(name)).ShouldBeOfType<RouteAnswer.Found>().ShouldSatisfyAllConditions(
            found => (found.ModelId, found.Scope).ShouldBe((model, scope)),
            found => found.Profile?.Name.ShouldBe("shop"));

    [Theory]
    [InlineData(Profile)]
    [InlineData("a1b2c3d4e5f6")]
    public async Task A_profile_is_found_with_its_name_and_its_ARN(string spelling) =>
        ((await FindAsync(spelling)) as RouteAnswer.Found)?.Profile.ShouldBe(
            new ApplicationProfile("a1b2c3d4e5f6") { Name = "shop", Arn = Profile });

    [Fact]
    public async Task The_tags_of_a_profile_are_found() =>
        (await Create().ProfileTagsAsync(Profile, default)).ShouldBe(TagSet.OfProfile([KeyValuePair.Create("centre", "4711")]));

    [Theory]
    [InlineData(Home + "application-inference-profile/nowhere")]
    [InlineData(Home + "provisioned-model/nowhere")]
    [InlineData(Home + "custom-model-deployment/nowhere")]
    [InlineData("zzzzzzzzzzzz")]
    public async Task A_name_that_is_not_there_is_hidden(string name) => (await FindAsync(name)).ShouldBeOfType<RouteAnswer.Hidden>();

    [Fact]
    public async Task What_stands_on_a_model_under_an_ARN_of_its_own_is_listed()
    {
        var routes = Create();

        (await routes.OwnArnsAsync(id => id == Lite, Region, default)).Order(StringComparer.Ordinal).ShouldBe([Deployment, Provisioned]);
        (await routes.OwnArnsAsync(id => id == Micro, Region, default)).ShouldBe([OtherDeployment]);
        (await routes.OwnArnsAsync(id => id == Opus, Region, default)).ShouldBeEmpty();
    }

    private ValueTask<RouteAnswer> FindAsync(string name) => Create().FindAsync(ModelRoute.Of(ModelId.Parse(name), Region)!, default);
}
