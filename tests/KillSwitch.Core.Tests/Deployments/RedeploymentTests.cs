using KillSwitch.Core.Deployments;

namespace KillSwitch.Core.Tests.Deployments;

public class RedeploymentTests
{
    private static readonly Redeployment Checkout = new(DeployedFrom.Checkout, "KillSwitch", "us-east-1");
    private static readonly Redeployment Release = Checkout with { From = DeployedFrom.Release };
    private static readonly Redeployment App = Checkout with { From = DeployedFrom.App };
    private static readonly DeployOption Topics = DeployOption.List("ownerTopics", ["arn:a", "arn:b", "arn:a"]);
    private static readonly DeployOption Chat = DeployOption.Flag("chat", true);
    private static readonly DeployOption Elsewhere = DeployOption.Text("otherRegions", "deny");

    [Fact]
    public void A_checkout_is_deployed_by_its_makefile_with_the_options_that_it_forgets()
    {
        Checkout.Command.ShouldBe("make deploy");
        Checkout.Removal.ShouldBe("make destroy");
        Checkout.With(Topics, Chat).ShouldBe("make deploy CONTEXT='… -c ownerTopics=arn:a,arn:b -c chat=true'");
        Checkout.Option(Elsewhere).ShouldBe("-c otherRegions=deny");
        var other = Checkout with { Stack = "Mine" };
        other.Command.ShouldBe("make deploy CONTEXT='… -c stackName=Mine'");
        other.Removal.ShouldBe("make destroy CONTEXT='… -c stackName=Mine'");
        other.With(Chat).ShouldBe("make deploy CONTEXT='… -c chat=true -c stackName=Mine'");
    }

    [Fact]
    public void A_release_is_deployed_by_the_program_which_is_told_which_guard()
    {
        Release.Command.ShouldBe("killswitch deploy --region us-east-1");
        Release.Removal.ShouldBe("killswitch destroy --region us-east-1");
        Release.With(Topics, Chat).ShouldBe("killswitch deploy --region us-east-1 -c ownerTopics=arn:a,arn:b -c chat=true");
        Release.Option(Elsewhere).ShouldBe("-c otherRegions=deny");
        (Release with { Stack = "Mine" }).With(Chat).ShouldBe("killswitch deploy --region us-east-1 -c chat=true -c stackName=Mine");
        (Release with { Stack = "Mine" }).Removal.ShouldBe("killswitch destroy --stack Mine --region us-east-1");
    }

    [Fact]
    public void A_construct_is_deployed_with_its_app_and_has_properties()
    {
        App.Command.ShouldBe("deploy your CDK app again");
        App.Removal.ShouldBe("remove the guard from your CDK app");
        App.With(Topics, Chat).ShouldBe(
            """deploy your CDK app again with OwnerTopics = ["arn:a", "arn:b"] and Chat = true in BedrockKillSwitchProps""");
        App.Option(Elsewhere).ShouldBe("""OtherRegions = "deny" """.TrimEnd());
    }
}
