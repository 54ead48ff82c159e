using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

/// <summary>Who may write the guard's table, and work on the guard while everyone is stopped.</summary>
public class OperatorTests
{
    private static readonly (string, string)[] Two = [("operators", "role/oncall, user/anna")];

    [Fact]
    public void The_table_takes_items_from_the_guards_roles_and_its_operators_alone()
    {
        var statement = Table(StackTemplate.Of(Two)).GetProperty("ResourcePolicy").GetProperty("PolicyDocument").GetProperty("Statement")
            .EnumerateArray().ShouldHaveSingleItem();

        (statement.GetProperty("Effect").GetString(), statement.GetProperty("Principal").ToString().Contains('*', StringComparison.Ordinal))
            .ShouldBe(("Deny", true));
        statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()).ShouldBe(
            ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLInsert",
                "dynamodb:PartiQLUpdate", "dynamodb:PartiQLDelete"]);
        var spared = statement.GetProperty("Condition").GetProperty("ArnNotLike").GetProperty("aws:PrincipalArn").EnumerateArray()
            .Select(arn => arn.ToString()).ToList();
        spared.Count(arn => arn.Contains("Fn::GetAtt", StringComparison.Ordinal)).ShouldBe(4);
        foreach (var resource in (string[])[":role/oncall", ":role/*/oncall", ":user/anna", ":user/*/anna"])
            spared.ShouldContain(arn => arn.Contains(resource + "\"", StringComparison.Ordinal), resource);
        spared.Count.ShouldBe(8);
    }

    [Fact]
    public void The_state_machine_of_a_lease_writes_too() =>
        Table(StackTemplate.Of([.. Two, ("lease", "role/agent")])).GetProperty("ResourcePolicy").ToString()
            .ShouldContain("LeaseMachineRole");

    [Fact]
    public void Every_role_that_writes_the_table_may()
    {
        var template = StackTemplate.Of([.. Two, ("lease", "role/agent")]);
        var policy = Table(template).GetProperty("ResourcePolicy").ToString();
        var writers = template.OfType("AWS::IAM::Policy").Select(one => one.Value.GetProperty("Properties"))
            .Where(one => one.GetProperty("PolicyDocument").ToString().Contains("dynamodb:UpdateItem", StringComparison.Ordinal))
            .SelectMany(one => one.GetProperty("Roles").EnumerateArray()).Select(role => role.GetProperty("Ref").GetString()!).Distinct()
                .ToList();

        writers.Count.ShouldBe(5);
        writers.ShouldAllBe(role => policy.Contains(role, StringComparison.Ordinal));
    }

    [Fact]
    public void They_and_cloudformation_are_left_out_of_what_the_stops_of_everyone_deny_and_of_no_other()
    {
        var policies = StackTemplate.Of(Two).OfType("AWS::IAM::ManagedPolicy").Select(policy => policy.Value.GetProperty("Properties"))
            .ToList();

        policies.Count.ShouldBe(10);
        foreach (var policy in policies)
        {
            var (name, text) = (policy.GetProperty("ManagedPolicyName").ToString(), policy.GetProperty("PolicyDocument").ToString());
            var isOfEveryone = name.Contains("-deny-account-", StringComparison.Ordinal)
                || name.Contains("-deny-guard-", StringComparison.Ordinal);
            text.Contains("role*/oncall", StringComparison.Ordinal).ShouldBe(isOfEveryone, name);
            text.Contains("role*/cdk-hnb659fds-cfn-exec-role-", StringComparison.Ordinal).ShouldBe(isOfEveryone, name);
            text.Contains("stack/KillSwitch*/", StringComparison.Ordinal)
                .ShouldBe(!((string[])["-deny-model-", "-deny-taken-", "-deny-mantle-", "-deny-unmetered-", "-deny-regions-"])
                .Any(other => name.Contains(other, StringComparison.Ordinal)), name);
        }
    }

    [Fact]
    public void The_role_by_which_CloudFormation_deploys_a_sensor_in_its_region_is_left_out_too()
    {
        var template = StackTemplate.Of([.. Two, ("regions", "us-west-2,eu-central-1"), ("organization", "true")]);
        var everyone = template.OfType("AWS::IAM::ManagedPolicy")
            .Single(policy => policy.Value.ToString().Contains("-deny-account-", StringComparison.Ordinal)).Value.ToString();
        var organizations = template.OfType("AWS::Organizations::Policy")
            .Single(policy => policy.Value.ToString().Contains("KillSwitch-account-", StringComparison.Ordinal)).Value.ToString();

        foreach (var region in (string[])["us-west-2", "eu-central-1"])
        {
            Count(everyone, "cfn-exec-role", region).ShouldBe(2);
            Count(organizations, "cfn-exec-role", region).ShouldBeGreaterThan(1);
            Count(organizations, "deploy-role", region).ShouldBe(Count(organizations, "cfn-exec-role", region));
        }

        template.Warnings.ShouldNotContain(warning => warning.Contains("While everyone is stopped", StringComparison.Ordinal));

        // The account's number stands between them, as CloudFormation fills it in.
        static int Count(string policy, string role, string region) => policy.Split("role*/cdk-hnb659fds-" + role + "-").Skip(1)
            .Count(rest => rest[..Math.Min(rest.Length, 120)].Contains("-" + region + "\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Sensors_whose_deployment_role_no_policy_holds_are_named()
    {
        string[] regions = [.. Enumerable.Range(1, 20).Select(number => $"ap-southeast-{number}")];

        StackTemplate.Of([.. Two, ("regions", string.Join(',', regions))]).Warnings
            .ShouldContain(warning => warning.StartsWith("While everyone is stopped, nothing can be deployed or removed in ap-southeast-",
                StringComparison.Ordinal) && warning.Contains("ap-southeast-20: ", StringComparison.Ordinal)
                && !warning.Contains("ap-southeast-5,", StringComparison.Ordinal));
    }

    [Fact]
    public void The_functions_and_the_command_line_know_them()
    {
        var template = StackTemplate.Of(Two);

        foreach (var function in template.OfType("AWS::Lambda::Function"))
        {
            var variables = function.Value.GetProperty("Properties").GetProperty("Environment").GetProperty("Variables");
            variables.GetProperty(GuardSetting.Operators).GetString().ShouldBe("role/oncall,user/anna");
            variables.GetProperty(PreparedDeny.Guard.Variable).ToString().ShouldContain("KillSwitch-deny-guard-");
        }

        template.OfType("AWS::SSM::Parameter").ShouldHaveSingleItem().Value.ToString().ShouldContain("role/oncall,user/anna");
    }

    [Fact]
    public void Each_role_that_stops_may_put_the_further_deny_on_and_off_and_nothing_more()
    {
        var (without, with) =
            (Statement.All(StackTemplate.Of()).Select(one => (one.Role, one.Text)).ToHashSet(), Statement.All(StackTemplate.Of(Two))
            .Select(one => (one.Role, one.Text)).ToList());

        foreach (var (role, text) in with.Where(one => !without.Contains(one)))
        {
            text.ShouldContain("KillSwitch-deny-guard-", customMessage: role);
            without.Select(one => one.Text)
                .ShouldContain(one => text.StartsWith(one.Split(" on ")[0] + " on ", StringComparison.Ordinal), role);
        }
    }

    [Fact]
    public void The_stack_is_protected_from_being_deleted_unless_somebody_says_otherwise()
    {
        StackTemplate.Of().IsProtected.ShouldBeTrue();
        StackTemplate.Of(("terminationProtection", "false")).IsProtected.ShouldBeFalse();
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/anna", "user/anna")]
    [InlineData("arn:aws:iam::111122223333:user/team/anna", "user/anna")]
    [InlineData(
        "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/anna", "role/AWSReservedSSO_Admin_0123456789abcdef")]
    [InlineData("arn:aws:iam::111122223333:root", null)]
    [InlineData("arn:aws:sts::111122223333:federated-user/anna", null)]
    [InlineData(null, null)]
    public void Who_deploys_is_the_operator_where_nobody_is_named(string? deployer, string? expected) =>
        OperatorOptions.Of(null, deployer)?.Names.ShouldHaveSingleItem().ShouldBe(expected);

    [Fact]
    public void Whoever_is_named_takes_the_place_of_who_deploys() =>
        OperatorOptions.Of("role/oncall,role/oncall", "arn:aws:iam::111122223333:user/anna")!.Names.ShouldBe(["role/oncall"]);

    [Theory]
    [InlineData("oncall")]
    [InlineData("role/")]
    [InlineData("role/on*")]
    [InlineData("role/team/oncall")]
    [InlineData("arn:aws:iam::111122223333:role/oncall")]
    [InlineData("root")]
    [InlineData("role/oncall,")]
    public void A_name_that_is_not_whole_is_refused_with_a_sentence(string operators) =>
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(("operators", operators))).Message.ShouldEndWith(
            "is not allowed for `operators`; allowed are exact names such as role/oncall and user/anna, without paths and with commas "
            + "between them");

    [Fact]
    public void More_of_them_than_a_policy_holds_are_refused_with_a_sentence() =>
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(
            ("operators", string.Join(',', Enumerable.Range(1, 60).Select(number => $"user/operator-{number}"))))).Message.ShouldStartWith(
            "61 operators are more than a policy holds");

    [Fact]
    public void Where_nobody_is_known_nobody_is_kept_out()
    {
        var template = StackTemplate.Of();

        Table(template).TryGetProperty("ResourcePolicy", out _).ShouldBeFalse();
        template.OfType("AWS::IAM::ManagedPolicy").Count().ShouldBe(9);
        template.OfType("AWS::IAM::ManagedPolicy")
            .Single(policy => policy.Value.ToString().Contains("-deny-account-", StringComparison.Ordinal)).Value.ToString()
            .ShouldNotContain("stack/KillSwitch*/");
    }

    private static JsonElement Table(StackTemplate template) =>
        template.OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value.GetProperty("Properties");
}
