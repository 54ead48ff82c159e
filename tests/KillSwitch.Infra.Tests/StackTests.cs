using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

public class StackTests
{
    [Theory]
    [InlineData("KillSwitch-deny-spending-")]
    [InlineData("KillSwitch-deny-account-")]
    public void Each_prepared_deny_lies_in_a_path_of_its_own_under_a_name_that_is_known(string name)
    {
        var policies = StackTemplate.Of().OfType("AWS::IAM::ManagedPolicy").Select(policy => policy.Value.GetProperty("Properties")).ToList();
        policies.Count.ShouldBe(2);
        var policy = policies.Single(policy => policy.GetProperty("ManagedPolicyName").ToString().Contains(name, StringComparison.Ordinal));

        policy.GetProperty("Path").GetString().ShouldBe(GuardSetting.PolicyPath);
        using var document = JsonDocument.Parse(SpendingDeny.Document());
        policy.GetProperty("PolicyDocument").GetProperty("Statement").GetArrayLength().ShouldBe(document.RootElement.GetProperty("Statement").GetArrayLength());
        policy.GetProperty("PolicyDocument").ToString().Replace(" ", "", StringComparison.Ordinal).Length.ShouldBeLessThan(6_144);
    }

    [Fact]
    public void The_setup_is_removed_before_everything_that_it_puts_back()
    {
        var setup = StackTemplate.Of().OfType("Custom::KillSwitchSetup").ShouldHaveSingleItem();
        var needed = setup.Value.GetProperty("DependsOn").EnumerateArray().Select(name => name.GetString()!).ToHashSet();

        foreach (var type in (string[])["AWS::IAM::ManagedPolicy", "AWS::DynamoDB::Table", "AWS::SNS::Topic", "AWS::Logs::SubscriptionFilter", "AWS::Lambda::Function", "AWS::IAM::Policy"])
        {
            foreach (var resource in StackTemplate.Of().OfType(type))
                needed.ShouldContain(resource.Name);
        }
    }

    [Fact]
    public void Prompts_are_not_logged_unless_someone_says_so()
    {
        Setup().GetProperty("textDelivery").GetString().ShouldBe("false");
        Setup(("textDelivery", "true")).GetProperty("textDelivery").GetString().ShouldBe("true");
    }

    [Fact]
    public void Every_function_keeps_what_it_could_not_do_and_ends_its_log()
    {
        var template = StackTemplate.Of();
        foreach (var function in template.OfType("AWS::Lambda::Function"))
        {
            var properties = function.Value.GetProperty("Properties");
            properties.GetProperty("Runtime").GetString().ShouldBe("provided.al2023");
            properties.TryGetProperty("DeadLetterConfig", out _).ShouldBeTrue(function.Name);
            properties.GetProperty("LoggingConfig").TryGetProperty("LogGroup", out _).ShouldBeTrue(function.Name);
            properties.GetProperty("Environment").GetProperty("Variables").EnumerateObject().Select(variable => variable.Name).Order(StringComparer.Ordinal)
                .ShouldBe(new[] { GuardSetting.Stack, GuardSetting.Table, GuardSetting.HomeRegion, GuardSetting.Topic, GuardSetting.DenyPolicy, GuardSetting.AccountDenyPolicy }.Order(StringComparer.Ordinal));
        }

        template.OfType("AWS::Lambda::Function").Select(function => function.Value.GetProperty("Properties").GetProperty("Handler").GetString()).Order()
            .ShouldBe([GuardFunction.Meter, GuardFunction.Setup, GuardFunction.Watch]);
        foreach (var group in template.OfType("AWS::Logs::LogGroup"))
            group.Value.GetProperty("Properties").TryGetProperty("RetentionInDays", out _).ShouldBeTrue(group.Name);
    }

    [Fact]
    public void Every_alarm_tells_the_topic_and_says_what_to_do()
    {
        var alarms = StackTemplate.Of().OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Value.GetProperty("Properties")).ToList();

        alarms.Count.ShouldBe(15);
        foreach (var alarm in alarms)
        {
            alarm.GetProperty("AlarmActions").GetArrayLength().ShouldBe(1);
            alarm.GetProperty("AlarmDescription").GetString()!.Length.ShouldBeGreaterThan(40);
        }

        alarms.Single(alarm => alarm.GetProperty("AlarmName").GetString() == "KillSwitch-NoHeartbeat").GetProperty("TreatMissingData").GetString().ShouldBe("breaching");
    }

    [Fact]
    public void The_table_can_be_recovered_and_outlives_the_stack_unless_told_otherwise()
    {
        var table = StackTemplate.Of().OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value;
        table.GetProperty("DeletionPolicy").GetString().ShouldBe("Retain");
        table.GetProperty("Properties").GetProperty("PointInTimeRecoverySpecification").GetProperty("PointInTimeRecoveryEnabled").GetBoolean().ShouldBeTrue();
        table.GetProperty("Properties").GetProperty("TimeToLiveSpecification").GetProperty("AttributeName").GetString().ShouldBe("expiresAt");

        StackTemplate.Of(("retainData", "false")).OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value.GetProperty("DeletionPolicy").GetString().ShouldBe("Delete");
    }

    [Fact]
    public void What_outlives_the_stack_has_no_fixed_name_that_the_next_one_would_meet()
    {
        foreach (var resource in StackTemplate.Of().Resources.Where(resource => resource.Value.TryGetProperty("DeletionPolicy", out var policy) && policy.GetString() != "Delete"))
        {
            foreach (var name in (string[])["LogGroupName", "TableName"])
                resource.Value.GetProperty("Properties").TryGetProperty(name, out _).ShouldBeFalse(resource.Name);
        }
    }

    [Fact]
    public void An_existing_log_group_is_subscribed_and_none_is_made()
    {
        var template = StackTemplate.Of(("logGroup", "/theirs"));

        template.OfType("AWS::Logs::SubscriptionFilter").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("LogGroupName").GetString().ShouldBe("/theirs");
        template.OfType("AWS::Logs::LogGroup").ShouldAllBe(group => !group.Name.StartsWith("InvocationLogs", StringComparison.Ordinal));
        Setup(("logGroup", "/theirs")).TryGetProperty("loggingRoleArn", out _).ShouldBeFalse();
    }

    [Fact]
    public void Options_say_what_is_deployed()
    {
        var template = StackTemplate.Of(("stackName", "Guard2"), ("email", "a@b.example"), ("architecture", "arm64"), ("meterConcurrency", "5"), ("logRetentionDays", "7"));

        template.OfType("AWS::SNS::Subscription").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("Endpoint").GetString().ShouldBe("a@b.example");
        var meter = template.OfType("AWS::Lambda::Function").Single(function => function.Value.GetProperty("Properties").GetProperty("Handler").GetString() == "meter").Value.GetProperty("Properties");
        meter.GetProperty("Architectures")[0].GetString().ShouldBe("arm64");
        meter.GetProperty("ReservedConcurrentExecutions").GetInt32().ShouldBe(5);
        template.OfType("AWS::SSM::Parameter").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("Name").GetString().ShouldBe("/killswitch/Guard2/guard");
    }

    [Theory]
    [InlineData("stackName", "1st", "`1st` is no stack name")]
    [InlineData("email", "nobody", "`nobody` is no e-mail address")]
    [InlineData("architecture", "mips", "`mips` is not allowed for `architecture`; allowed: x86_64, arm64")]
    [InlineData("invocationLogging", "maybe", "`maybe` is not allowed for `invocationLogging`; allowed: auto, add, none")]
    [InlineData("textDelivery", "yes", "`yes` is not allowed for `textDelivery`; allowed: true, false")]
    [InlineData("logRetentionDays", "31", "`31` is not allowed for `logRetentionDays`; allowed: 1, 3, 5")]
    [InlineData("meterConcurrency", "0", "`0` is not allowed for `meterConcurrency`; allowed: a whole number above zero")]
    public void A_wrong_option_is_one_sentence(string name, string value, string sentence) =>
        Should.Throw<ArgumentException>(() => StackTemplate.Of((name, value))).Message.ShouldStartWith(sentence);

    private static JsonElement Setup(params (string Name, string Value)[] context) =>
        StackTemplate.Of(context).OfType("Custom::KillSwitchSetup").Single().Value.GetProperty("Properties");
}
