using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

public class DeploymentOptionsTests
{
    [Fact]
    public void What_is_named_is_taken()
    {
        var options = Parse("stackName=Second", "email=b@example.com", "terminationProtection=False", "operators=");

        options.StackName.ShouldBe("Second");
        options.TerminationProtection.ShouldBe(false);
        options.Given.ShouldBe(new Dictionary<string, string> { ["email"] = "b@example.com", ["operators"] = "" }, ignoreOrder: true);
        Parse().TerminationProtection.ShouldBeNull();
        (Parse("terminationProtection=", "stackName=") is { StackName: null, TerminationProtection: true, Given.Count: 0 }).ShouldBeTrue();
    }

    [Fact]
    public void A_closed_word_is_taken_in_any_case_and_a_value_may_have_a_sign_of_equality()
    {
        Parse("runningJobs=REPORT").Given["runningJobs"].ShouldBe("report");
        Parse("operators=role/a=b").Given["operators"].ShouldBe("role/a=b");
    }

    [Fact]
    public void Regions_are_names_each_once_or_all()
    {
        Parse("regions=us-west-2, eu-central-1,us-west-2").Given["regions"].ShouldBe("us-west-2,eu-central-1");
        Parse("regions=all").Given["regions"].ShouldBe("all");
        DeploymentOptions.RegionsOf("").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("email", "`email` is no option; allowed: NAME=VALUE, such as email=you@example.com")]
    [InlineData("=x", "`=x` is no option; allowed: NAME=VALUE")]
    [InlineData("emial=a@example.com", "`emial` is no option of a deployment; did you mean `email`?")]
    [InlineData("opertors=user/a", "`opertors` is no option of a deployment; did you mean `operators`?")]
    [InlineData("budge=3", "`budge` is no option of a deployment; allowed: stackName, email, name, operators, regions")]
    [InlineData("codeBucket=mine", "`codeBucket` is no option of a deployment")]
    [InlineData("email=nobody", "`nobody` is not allowed for `email`; allowed: an address")]
    [InlineData("email=a@b c@d", "`a@b c@d` is not allowed for `email`")]
    [InlineData("runningJobs=halt", "`halt` is not allowed for `runningJobs`; allowed: stop, report")]
    [InlineData("name=kill-switch", "`kill-switch` is not allowed for `name`; allowed: up to 5 characters")]
    [InlineData("regions=west", "`west` is no region; allowed for `regions` are names such as us-west-2")]
    [InlineData("regions=all,us-west-2", "`all` stands alone, and `all,us-west-2` is not allowed for `regions`; allowed are `regions=all`, or")]
    [InlineData("stackName=Kill_Switch", "`Kill_Switch` is no stack name; allowed are up to 24 letters, digits and hyphens")]
    [InlineData("stackName=1st", "`1st` is no stack name")]
    [InlineData("stackName=KillSwitch-sensor", "`KillSwitch-sensor` is no name of a guard: so the sensors of `KillSwitch` are called")]
    [InlineData("stackName=AbcdefghijklmnopqrstuvwxyZ", "has 26 characters and is too long for a stack name")]
    [InlineData("terminationProtection=no", "`no` is not allowed for `terminationProtection`; allowed: true, false")]
    public void What_is_not_allowed_is_one_sentence(string setting, string sentence)
    {
        var error = Should.Throw<ArgumentException>(() => Parse(setting));

        error.Message.ShouldContain(sentence);
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void An_option_that_is_named_twice_is_one_sentence() =>
        Should.Throw<ArgumentException>(() => Parse("email=a@example.com", "email=b@example.com")).Message
            .ShouldBe("`email` is named twice; allowed: each option once, a list with commas in it");

    [Theory]
    [InlineData("budgetName", "bedrock", "`bedrock` is not allowed for `budgetName` without `budget=…`")]
    [InlineData("leaseMinutes", "20", "`20` is not allowed for `leaseMinutes` without `lease=…`")]
    [InlineData("accountScp", "p-examplepolicy1", "`p-examplepolicy1` is not allowed for `accountScp` without `organization=true`")]
    public void An_option_that_says_nothing_without_another_is_one_sentence(string name, string value, string sentence)
    {
        var given = new Dictionary<string, string> { [name] = value };

        Should.Throw<ArgumentException>(() => DeploymentOptions.CheckTogether(given, _ => "")).Message.ShouldBe(sentence);
        DeploymentOptions.CheckTogether(given, other => other == "organization" ? "true" : "something");
        DeploymentOptions.CheckTogether(new Dictionary<string, string> { [name] = "" }, _ => null);
    }

    private static DeploymentOptions Parse(params string[] settings) => DeploymentOptions.Parse(settings, TemplateText.With());
}
