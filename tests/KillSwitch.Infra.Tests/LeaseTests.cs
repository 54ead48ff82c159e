using System.Text.Json;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

/// <summary>What a lease adds to the stack, and that nothing of it is there without one.</summary>
public class LeaseTests
{
    private const string Account = "arn:{Partition}:iam::{AccountId}";
    private const string LeaseDeny = $"{Account}:policy/killswitch/KillSwitch-deny-lease-{{Region}}";

    private static StackTemplate Leased =>
        StackTemplate.Of(("lease", "role/agent-a, role/teams/blue/agent-b,user/ci"), ("leaseMinutes", "15"));

    [Fact]
    public void Without_a_lease_nothing_of_it_is_there()
    {
        var template = StackTemplate.Of();
        template.OfType("AWS::StepFunctions::StateMachine").ShouldBeEmpty();
        template.OfType("Custom::KillSwitchLease").ShouldBeEmpty();
        template.Resources.ShouldNotContain(resource => resource.Name.StartsWith("Lease", StringComparison.Ordinal)
            || resource.Value.ToString().Contains("-deny-lease-", StringComparison.Ordinal));
    }

    [Fact]
    public void The_state_machine_only_puts_on_and_the_guard_only_takes_off()
    {
        var (without, with) = (Permissions(StackTemplate.Of()), Permissions(Leased));
        string[] lift = [
            $"Allow iam:DetachRolePolicy, iam:DetachUserPolicy on {Account}:role/*, {Account}:user/* if ArnEquals iam:PolicyARN "
            + $"{LeaseDeny}", $"Allow iam:ListEntitiesForPolicy on {LeaseDeny}"];

        with.Except(without).Order(StringComparer.Ordinal).ShouldBe(((string[])
        [
            "LeaseMachineRole: Allow dynamodb:GetItem, dynamodb:UpdateItem on {LedgerTable.Arn} if ForAllValues:StringEquals "
                + "dynamodb:LeadingKeys lease",
            "LeaseMachineRole: Allow sns:Publish on {NotificationsTopic}",
            $"LeaseMachineRole: Allow iam:AttachRolePolicy on {Account}:role/agent-a, {Account}:role/teams/blue/agent-b if ArnEquals "
                + $"iam:PolicyARN {LeaseDeny}",
            $"LeaseMachineRole: Allow iam:AttachUserPolicy on {Account}:user/ci if ArnEquals iam:PolicyARN {LeaseDeny}",
            "LeaseScheduler: Allow states:StartExecution on {LeaseMachine}",
            .. lift.Select(statement => "SetupFunctionSetupRole: " + statement),
            .. lift.Select(statement => "WatchFunctionWatchRole: " + statement),
        ]).Order(StringComparer.Ordinal));
        without.Except(with).ShouldBeEmpty();
    }

    [Fact]
    public void Its_deny_is_the_spending_deny_under_a_name_of_its_own()
    {
        var policies = Leased.OfType("AWS::IAM::ManagedPolicy").Select(policy => policy.Value.GetProperty("Properties"))
            .ToDictionary(
            policy => policy.GetProperty("ManagedPolicyName").ToString(), policy => policy.GetProperty("PolicyDocument").ToString());
        policies.Single(policy => policy.Key.Contains("deny-lease-", StringComparison.Ordinal)).Value.ShouldBe(
            policies.Single(policy => policy.Key.Contains("deny-spending-", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public void The_schedule_begins_after_the_lease_is_made_and_ends_before_its_deny_is_taken_off_for_good()
    {
        var resource = Leased.OfType("Custom::KillSwitchLease").ShouldHaveSingleItem();
        var schedule = Leased.OfType("AWS::Scheduler::Schedule")
            .Single(schedule => schedule.Name.StartsWith("Lease", StringComparison.Ordinal)).Value;
        Needs(schedule).ShouldContain(resource.Name);
        schedule.GetProperty("Properties").GetProperty("ScheduleExpression").GetString().ShouldBe("rate(1 minute)");

        var needed = Needs(resource.Value);
        foreach (var start in (string[])["DeniesLease", "LedgerTable", "LeaseLift", "SetupFunctionSetupRoleDefaultPolicy"])
            needed.ShouldContain(name => name.StartsWith(start, StringComparison.Ordinal), start);
        // What the machine may is there before it is.
        Needs(Leased.OfType("AWS::StepFunctions::StateMachine").Single().Value)
            .ShouldContain(name => name.StartsWith("LeaseMachineRoleDefaultPolicy", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_principal_has_a_branch_that_no_other_can_stop()
    {
        using var definition = Definition();
        var deny = definition.RootElement.GetProperty("States").GetProperty("Deny");
        deny.GetProperty("Type").GetString().ShouldBe("Parallel");
        var tasks = deny.GetProperty("Branches").EnumerateArray()
            .Select(branch => branch.GetProperty("States").GetProperty(branch.GetProperty("StartAt").GetString()!)).ToList();

        tasks.Select(task => task.GetProperty("Parameters").EnumerateObject().First().Value.GetString())
            .ShouldBe(["agent-a", "agent-b", "ci"]);
        tasks.ShouldAllBe(task => task.GetProperty("Catch")[0].GetProperty("ErrorEquals")[0].GetString() == "States.ALL"
            && task.GetProperty("Retry").GetArrayLength() == 1);
        // An unreadable lease is one that does not hold.
        definition.RootElement.GetProperty("States").GetProperty("ReadLease").GetProperty("Catch")[0].GetProperty("Next").GetString()
            .ShouldBe("Deny");
    }

    [Fact]
    public void Two_alarms_tell_when_the_state_machine_fails_and_when_it_does_not_run()
    {
        var alarms = Leased.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Value.GetProperty("Properties"))
            .Where(alarm => alarm.TryGetProperty("Namespace", out var space) && space.GetString() == "AWS/States")
            .ToDictionary(alarm => alarm.GetProperty("AlarmName").GetString()!);
        alarms.Keys.Order(StringComparer.Ordinal).ShouldBe(GuardAlarm.OfLease.Select(name => GuardAlarm.Name("KillSwitch", name)));
        alarms["KillSwitch-LeaseUnattended"].GetProperty("TreatMissingData").GetString().ShouldBe("missing");
        alarms["KillSwitch-LeaseUnattended"].GetProperty("MetricName").GetString().ShouldBe("ExecutionsStarted");
        alarms.Values.ShouldAllBe(alarm => alarm.GetProperty("AlarmActions").GetArrayLength() == 2);
    }

    [Fact]
    public void The_guard_and_the_command_line_know_who_is_leased()
    {
        foreach (var function in Leased.OfType("AWS::Lambda::Function").Select(function => function.Value.GetProperty("Properties")))
        {
            var isToKnow = function.GetProperty("Handler").GetString() is GuardFunction.Watch or GuardFunction.Setup;
            var variables = function.GetProperty("Environment").GetProperty("Variables");
            (variables.TryGetProperty(GuardSetting.Lease, out var lease) ? lease.GetString() : null)
                .ShouldBe(isToKnow ? "role/agent-a,role/agent-b,user/ci" : null);
            (variables.TryGetProperty(GuardSetting.LeaseMinutes, out var minutes) ? minutes.GetString() : null)
                .ShouldBe(isToKnow ? "15" : null);
        }

        Leased.OfType("AWS::SSM::Parameter").Single().Value.ToString().ShouldContain("deny-lease-");
        Leased.OfType("AWS::Events::Rule")
            .ShouldContain(rule => rule.Value.ToString().Contains("UpdateStateMachine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("agent", "10", "`agent` is not allowed for `lease`; allowed are exact names such as role/agent")]
    [InlineData("group/everyone", "10", "`group/everyone` is not allowed for `lease`")]
    [InlineData("role/agent-*", "10", "`role/agent-*` is not allowed for `lease`")]
    [InlineData("role/a,", "10", "`` is not allowed for `lease`")]
    [InlineData("role/", "10", "`role/` is not allowed for `lease`")]
    [InlineData("user//ci", "10", "`user//ci` is not allowed for `lease`")]
    [InlineData("role/a,role/x/a", "10", "`role/a` stands twice in `lease`")]
    [InlineData("role/AWSServiceRoleForSupport", "10", "`role/AWSServiceRoleForSupport` cannot be leased")]
    [InlineData("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_1", "10",
        "`role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_1` cannot be leased")]
    [InlineData("role/a", "4", "`4` is not allowed for `leaseMinutes`; allowed: whole minutes from 5 to 60")]
    [InlineData("role/a", "soon", "`soon` is not allowed for `leaseMinutes`")]
    [InlineData("", "10", "`leaseMinutes` says nothing without `lease`")]
    [InlineData("user/1,user/2,user/3,user/4,user/5,user/6,user/7,user/8,user/9,user/10,user/11,user/12,user/13,user/14,user/15,user/16,user/17,user/18,user/19,user/20,user/21", "10", "`lease` names 21 principals")]
    public void A_wrong_lease_is_one_sentence(string lease, string minutes, string sentence) =>
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(("lease", lease), ("leaseMinutes", minutes))).Message.ShouldStartWith(sentence);

    private static HashSet<string> Needs(JsonElement resource) =>
        [.. resource.GetProperty("DependsOn").EnumerateArray().Select(name => name.GetString()!)];

    private static HashSet<string> Permissions(StackTemplate template) =>
        [.. Statement.All(template).Select(statement => $"{statement.Role}: {statement.Text}")];

    // References as the texts that they are joined with stand for no value that matters here.
    private static JsonDocument Definition()
    {
        var joined = Leased.OfType("AWS::StepFunctions::StateMachine").Single().Value.GetProperty("Properties")
            .GetProperty("DefinitionString").GetProperty("Fn::Join")[1];
        return JsonDocument.Parse(
            string.Concat(joined.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : "reference")));
    }
}
