using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

public class OrganizationTests
{
    private static readonly (string, string)[] Organization = [("organization", "true"), ("scpExempt", "role/BreakGlass*, user/admin")];

    [Fact]
    public void Without_the_option_nothing_of_an_organization_is_in_the_template()
    {
        var template = StackTemplate.Of().Json.ToString();

        template.ShouldNotContain("rganizations:");
        template.ShouldNotContain("Scp", Case.Insensitive);
    }

    [Fact]
    public void With_it_two_policies_are_made_and_attached_to_nothing()
    {
        var policies = StackTemplate.Of(Organization).OfType("AWS::Organizations::Policy")
            .ToDictionary(policy => policy.Name[..^8], policy => policy.Value.GetProperty("Properties"));

        policies.Keys.ShouldBe(["OrganizationAccount", "OrganizationPrincipals"], ignoreOrder: true);
        foreach (var policy in policies.Values)
        {
            policy.GetProperty("Type").GetString().ShouldBe("SERVICE_CONTROL_POLICY");
            policy.TryGetProperty("TargetIds", out _).ShouldBeFalse();
        }

        AccountControlPolicy.Objection(policies["OrganizationAccount"].GetProperty("Content").GetRawText(),
            ["role/BreakGlass1", "user/admin"], "111122223333").ShouldBeNull();
        PrincipalControlPolicy.Read(
            policies["OrganizationPrincipals"].GetProperty("Content").GetRawText(), new GuardResources("KillSwitch", null)).ShouldBeEmpty();
    }

    [Fact]
    public void Under_the_one_on_everyone_operators_and_who_deploys_for_them_work_on_the_guard_and_nobody_else()
    {
        Everyone(Organization).ShouldNotContain("stack/KillSwitch*/");

        var content = Everyone([.. Organization, ("operators", "role/oncall")]);

        foreach (var part in (string[])["stack/KillSwitch*/*", "role*/KillSwitch-*", "role*/oncall", "role*/cdk-hnb659fds-cfn-exec-role-",
            "role*/cdk-hnb659fds-deploy-role-"])
        {
            content.ShouldContain(part);
        }

        static string Everyone(params (string, string)[] options) => StackTemplate.Of(options).OfType("AWS::Organizations::Policy")
            .Single(policy => policy.Name.StartsWith("OrganizationAccount", StringComparison.Ordinal)).Value.ToString();
    }

    [Fact]
    public void Whoever_writes_the_list_knows_a_log_group_of_somebody_elses()
    {
        Groups(Organization).ShouldAllBe(group => group == null);
        Groups([.. Organization, ("logGroup", "/theirs")]).ShouldAllBe(group => group == "/theirs");

        static IEnumerable<string?> Groups(params (string, string)[] options) => StackTemplate.Of(options).OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties").GetProperty("Environment").GetProperty("Variables"))
            .Select(variables => variables.TryGetProperty(GuardSetting.ScpLogGroup, out var group) ? group.GetString() : null);
    }

    [Fact]
    public void Every_function_and_the_command_line_know_them_and_the_setup_is_removed_first()
    {
        var template = StackTemplate.Of(Organization);

        foreach (var function in template.OfType("AWS::Lambda::Function"))
        {
            var environment = function.Value.GetProperty("Properties").GetProperty("Environment").GetProperty("Variables");
            environment.GetProperty(GuardSetting.AccountScp).GetProperty("Ref").GetString().ShouldNotBeNull()
                .ShouldStartWith("OrganizationAccount");
            environment.GetProperty(GuardSetting.PrincipalScp).GetProperty("Ref").GetString().ShouldNotBeNull()
                .ShouldStartWith("OrganizationPrincipals");
        }

        template.OfType("AWS::SSM::Parameter").ShouldHaveSingleItem().Value.ToString().ShouldContain("principalScp");
        var needed = template.OfType("Custom::KillSwitchSetup").Single().Value.GetProperty("DependsOn").EnumerateArray()
            .Select(name => name.GetString()![..^8]);
        needed.ShouldContain("OrganizationAccount");
        needed.ShouldContain("OrganizationPrincipals");
    }

    [Fact]
    public void Policies_of_somebody_else_are_taken_by_their_ids()
    {
        var template = StackTemplate.Of(("organization", "true"), ("accountScp", "p-0123456789"), ("principalScp", "p-abcdefghij"));

        template.OfType("AWS::Organizations::Policy").ShouldBeEmpty();
        template.OfType("AWS::Lambda::Function").ShouldAllBe(function =>
            function.Value.GetProperty("Properties").GetProperty("Environment").GetProperty("Variables")
                .GetProperty(GuardSetting.AccountScp).GetString() == "p-0123456789");
        Statement.All(template)
            .ShouldContain(
            statement => statement.Text == "Allow organizations:UpdatePolicy on "
            + "arn:{Partition}:organizations::*:policy/o-*/service_control_policy/p-abcdefghij");
    }

    [Theory]
    [InlineData("scpExempt", "BreakGlass*", "`BreakGlass*` is not allowed for `scpExempt`")]
    [InlineData("accountScp", "everyone", "`everyone` is not allowed for `accountScp`")]
    [InlineData("principalScp", "p-*", "`p-*` is not allowed for `principalScp`")]
    public void A_wrong_value_is_one_sentence(string option, string value, string sentence) =>
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(("organization", "true"), (option, value))).Message.ShouldStartWith(sentence);

    [Fact]
    public void What_only_an_organization_has_needs_the_option() =>
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(("accountScp", "p-0123456789"))).Message.ShouldContain("without `organization=true`");
}
