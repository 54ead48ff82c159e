using System.Text.Json;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Tests;

public class StackTests
{
    [Theory]
    [InlineData("KillSwitch-deny-spending-")]
    [InlineData("KillSwitch-deny-account-")]
    [InlineData("KillSwitch-deny-principals-")]
    [InlineData("KillSwitch-deny-session-")]
    [InlineData("KillSwitch-deny-model-")]
    [InlineData("KillSwitch-deny-taken-")]
    [InlineData("KillSwitch-deny-mantle-")]
    [InlineData("KillSwitch-deny-unmetered-")]
    [InlineData("KillSwitch-deny-regions-")]
    public void Each_prepared_deny_lies_in_a_path_of_its_own_under_a_name_that_is_known(string name)
    {
        var policies = StackTemplate.Of().OfType("AWS::IAM::ManagedPolicy").Select(policy => policy.Value.GetProperty("Properties"))
            .ToList();
        policies.Count.ShouldBe(9);
        var policy = policies.Single(policy => policy.GetProperty("ManagedPolicyName").ToString().Contains(name, StringComparison.Ordinal));

        policy.GetProperty("Path").GetString().ShouldBe(GuardSetting.PolicyPath);
        using var document = JsonDocument.Parse(name switch
        {
            "KillSwitch-deny-session-" => SessionDeny.Document(new GuardResources("KillSwitch", null)),
            "KillSwitch-deny-model-" => ModelDeny.Document(),
            "KillSwitch-deny-taken-" => TakenDeny.Document(),
            "KillSwitch-deny-mantle-" => MantleDeny.Document(),
            "KillSwitch-deny-unmetered-" => UnmeteredDeny.Document(),
            "KillSwitch-deny-regions-" => RegionsDeny.Document(["{Region}"]),
            "KillSwitch-deny-spending-" or "KillSwitch-deny-principals-" => SpendingDeny.Document(new GuardResources("KillSwitch", null)),
            _ => SpendingDeny.Document(),
        });
        policy.GetProperty("PolicyDocument").GetProperty("Statement").GetArrayLength()
            .ShouldBe(document.RootElement.GetProperty("Statement").GetArrayLength());
        policy.GetProperty("PolicyDocument").ToString().Replace(" ", "", StringComparison.Ordinal)
            .Replace("\\u0027", "'", StringComparison.Ordinal).Length.ShouldBeLessThan(6_144);
    }

    [Theory]
    [InlineData("tell", "tell")]
    [InlineData("deny", "deny")]
    [InlineData("ignore", null)]
    public void What_is_done_about_other_regions_every_function_knows_and_what_denies_them_names_those_that_are_heard(
        string choice, string? told)
    {
        var template = StackTemplate.Of(("otherRegions", choice), ("regions", "eu-central-1,us-west-2"));

        foreach (var function in template.OfType("AWS::Lambda::Function"))
        {
            var variables = function.Value.GetProperty("Properties").GetProperty("Environment").GetProperty("Variables");
            (variables.TryGetProperty(GuardSetting.OtherRegions, out var value) ? value.GetString() : null).ShouldBe(told, function.Name);
        }

        string[] heard = ["{Region}", "eu-central-1", "us-west-2"];
        var deny = template.OfType("AWS::IAM::ManagedPolicy")
            .Single(policy => policy.Name.StartsWith("DeniesRegions", StringComparison.Ordinal)).Value
            .GetProperty("Properties").GetProperty("PolicyDocument").GetProperty("Statement");
        var condition = deny[0].GetProperty("Condition");
        condition.GetProperty("StringNotEquals").GetProperty("aws:RequestedRegion").EnumerateArray().Select(Statement.Show)
            .ShouldBe(heard);
        condition.GetProperty("ArnNotLike").GetProperty("bedrock:InferenceProfileArn").EnumerateArray().Select(Statement.Show)
            .ShouldBe(heard.Select(region => $"arn:*:bedrock:{region}:*:*inference-profile/*"));
    }

    [Fact]
    public void The_setup_is_removed_before_everything_that_it_puts_back()
    {
        var setup = StackTemplate.Of().OfType("Custom::KillSwitchSetup").ShouldHaveSingleItem();
        var needed = setup.Value.GetProperty("DependsOn").EnumerateArray().Select(name => name.GetString()!).ToHashSet();

        foreach (var type in (string[])["AWS::IAM::ManagedPolicy", "AWS::DynamoDB::Table", "AWS::SNS::Topic",
            "AWS::Logs::SubscriptionFilter", "AWS::Lambda::Function", "AWS::IAM::Policy"])
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
    public void The_watch_knows_the_other_functions_and_what_was_reserved_and_the_setup_the_very_roles_of_the_guard()
    {
        var template = StackTemplate.Of(("meterConcurrency", "20"));
        Variable(template, GuardFunction.Watch, GuardSetting.Functions)
            .ShouldBe("meter={MeterFunctionMeterFunction}:20,budget={BudgetFunctionBudgetFunction},setup={SetupFunctionSetupFunction}");
        Variable(template, GuardFunction.Setup, GuardSetting.OwnRoles)
            .ShouldBe(
                "{MeterFunctionMeterRole.Arn},{WatchFunctionWatchRole.Arn},{BudgetFunctionBudgetRole.Arn},{SetupFunctionSetupRole.Arn}");
    }

    private static string Variable(StackTemplate template, string handler, string name) =>
        Statement.Show(template.OfType("AWS::Lambda::Function")
        .Select(function => function.Value.GetProperty("Properties"))
            .Single(function => function.GetProperty("Handler").GetString() == handler)
        .GetProperty("Environment").GetProperty("Variables").GetProperty(name));

    [Fact]
    public void The_alarm_on_the_watchs_silence_goes_off_within_five_minutes()
    {
        var alarm = StackTemplate.Of().OfType("AWS::CloudWatch::Alarm").Select(one => one.Value.GetProperty("Properties"))
            .Single(one => one.GetProperty("AlarmName").GetString() == "KillSwitch-NoHeartbeat");

        // CloudWatch looks back over two periods more before it counts what is missing.
        ((alarm.GetProperty("EvaluationPeriods").GetInt32() + 2) * alarm.GetProperty("Period").GetInt32()).ShouldBeLessThan(300);
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
            properties.GetProperty("Environment").GetProperty("Variables").EnumerateObject().Select(variable => variable.Name)
                .Where(name => name is not (
                    GuardSetting.Regions or GuardSetting.RunningJobs or GuardSetting.TamperRules or GuardSetting.SetupFunction
                    or GuardSetting.Functions or GuardSetting.Bill)
                    || properties.GetProperty("Handler").GetString() != GuardFunction.Watch)
                .Where(name => name is not GuardSetting.OwnRoles || properties.GetProperty("Handler").GetString() != GuardFunction.Setup)
                .Where(name => name != GuardSetting.LogGroup || properties.GetProperty("Handler").GetString() != GuardFunction.Meter)
                    .Order(StringComparer.Ordinal)
                .ShouldBe(new[] { GuardSetting.Stack, GuardSetting.Table, GuardSetting.HomeRegion, GuardSetting.Topic,
                    GuardSetting.ChatTopic, GuardSetting.OtherRegions }
                    .Concat(PreparedDeny.All.Where(deny => !deny.NeedsOperators).Select(deny => deny.Variable)).Order(
                    StringComparer.Ordinal));
        }

        template.OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties").GetProperty("Handler").GetString()).Order()
            .ShouldBe([GuardFunction.Budget, GuardFunction.Meter, GuardFunction.Setup, GuardFunction.Watch]);
        foreach (var group in template.OfType("AWS::Logs::LogGroup"))
            group.Value.GetProperty("Properties").TryGetProperty("RetentionInDays", out _).ShouldBeTrue(group.Name);
    }

    [Fact]
    public void Every_alarm_tells_both_topics_and_says_what_to_do()
    {
        var alarms = StackTemplate.Of().OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Value.GetProperty("Properties")).ToList();

        // Ten are free in every account: what is added here is paid for by everyone who deploys it.
        alarms.Select(alarm => alarm.GetProperty("AlarmName").GetString()).Order(StringComparer.Ordinal).ShouldBe(
        [
            "KillSwitch-BudgetDeadLetters", "KillSwitch-Damaged", "KillSwitch-LoggingFails", "KillSwitch-MeterBehind",
            "KillSwitch-MeterDeadLetters",
            "KillSwitch-NoHeartbeat", "KillSwitch-SetupDeadLetters", "KillSwitch-StopsFailed", "KillSwitch-Trouble",
                "KillSwitch-WatchErrors",
        ]);
        // The doctor looks for each.
        GuardAlarm.All.Select(name => GuardAlarm.Name("KillSwitch", name))
            .ShouldBe(alarms.Select(alarm => alarm.GetProperty("AlarmName").GetString()!), ignoreOrder: true);
        foreach (var alarm in alarms)
        {
            alarm.GetProperty("AlarmActions").EnumerateArray().Select(action => action.GetProperty("Ref").GetString()![..17])
                .ShouldBe(["NotificationsTopi", "NotificationsChat"]);
            alarm.GetProperty("AlarmDescription").GetString()!.Length.ShouldBeGreaterThan(40);
        }

    }

    [Fact]
    public void No_alarm_goes_off_before_anything_could_run_and_what_falls_silent_is_told()
    {
        var alarms = StackTemplate.Of(("lease", "role/agent")).OfType("AWS::CloudWatch::Alarm")
            .Select(alarm => alarm.Value.GetProperty("Properties")).ToList();

        alarms.ShouldAllBe(alarm => alarm.GetProperty("TreatMissingData").GetString() != "breaching");
        var floors = alarms.Where(alarm => alarm.GetProperty("ComparisonOperator").GetString() == "LessThanThreshold").ToList();
        floors.Select(alarm => alarm.GetProperty("AlarmName").GetString()).Order(StringComparer.Ordinal)
            .ShouldBe(["KillSwitch-LeaseUnattended", "KillSwitch-NoHeartbeat"]);
        foreach (var floor in floors)
        {
            floor.GetProperty("TreatMissingData").GetString().ShouldBe("missing");
            floor.GetProperty("InsufficientDataActions").ToString().ShouldBe(floor.GetProperty("AlarmActions").ToString());
        }
    }

    [Fact]
    public void The_alarm_on_failing_log_delivery_sees_the_metric_under_whichever_dimensions()
    {
        var alarm = StackTemplate.Of().OfType("AWS::CloudWatch::Alarm").Select(one => one.Value.GetProperty("Properties"))
            .Single(one => one.GetProperty("AlarmName").GetString() == "KillSwitch-LoggingFails");

        var metric = alarm.GetProperty("Metrics").EnumerateArray().ShouldHaveSingleItem();
        metric.GetProperty("Expression").GetString()
            .ShouldBe("SELECT SUM(ModelInvocationLogsCloudWatchDeliveryFailure) FROM \"AWS/Bedrock\"");
        metric.GetProperty("Period").GetInt32().ShouldBe(60);
        alarm.TryGetProperty("Dimensions", out _).ShouldBeFalse();
    }

    [Fact]
    public void Calls_that_may_undo_the_guards_work_are_told_to_the_one_function_that_can_put_it_back()
    {
        var rules = StackTemplate.Of().OfType("AWS::Events::Rule")
            .Where(rule => !rule.Name.StartsWith("TamperingWitness", StringComparison.Ordinal))
            .Select(rule => rule.Value.GetProperty("Properties")).ToList();

        foreach (var rule in rules)
        {
            rule.GetProperty("EventPattern").GetProperty("detail-type")[0].GetString().ShouldBe("AWS API Call via CloudTrail");
            rule.GetProperty("Targets")[0].GetProperty("Arn").GetProperty("Fn::GetAtt")[0].GetString().ShouldNotBeNull()
                .ShouldStartWith("SetupFunction");
        }

        var told = rules.SelectMany(
            rule => rule.GetProperty("EventPattern").GetProperty("detail").GetProperty("eventName").EnumerateArray())
            .Select(name => name.ValueKind == JsonValueKind.String ? name.GetString() : name.GetProperty("prefix").GetString()).ToList();
        ((string[])["DetachRolePolicy", "DetachUserPolicy", "CreatePolicyVersion", "UntagRole", "DeleteModelInvocationLoggingConfiguration",
            "DeleteSubscriptionFilter", "DeleteTopic", "DisableRule", "DeleteSchedule", "PutRolePolicy", "UpdateAssumeRolePolicy",
            "StopLogging", "PutDataProtectionPolicy", "AddPermission", "PutResourcePolicy"])
            .ShouldBeSubsetOf(told);
    }

    [Fact]
    public void The_watch_reads_the_metrics_of_its_own_region_and_of_those_that_are_named()
    {
        static string Regions(StackTemplate template) => template.OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties"))
                .Single(function => function.GetProperty("Handler").GetString() == GuardFunction.Watch)
            .GetProperty("Environment").GetProperty("Variables").GetProperty(GuardSetting.Regions).ToString();

        Regions(StackTemplate.Of()).ShouldContain("AWS::Region");
        Regions(StackTemplate.Of(("regions", "us-west-2, eu-central-1"))).ShouldContain("us-west-2,eu-central-1");
        Regions(StackTemplate.Of(("regions", "us-west-2"), ("metricsOnly", "us-west-2,eu-central-1")))
            .ShouldContain("us-west-2,eu-central-1");
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(("regions", "everywhere"))).Message.ShouldContain("`everywhere` is no region");
        Should.Throw<ArgumentException>(
            () => StackTemplate.Of(("metricsOnly", "us-west"))).Message.ShouldContain("allowed for `metricsOnly`");
    }

    [Theory]
    [InlineData(null, "stop")]
    [InlineData("report", "report")]
    public void The_watch_is_told_what_to_do_about_jobs(string? option, string expected) =>
        (option is null ? StackTemplate.Of() : StackTemplate.Of(("runningJobs", option))).OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties"))
                .Single(function => function.GetProperty("Handler").GetString() == GuardFunction.Watch)
            .GetProperty("Environment").GetProperty("Variables").GetProperty(GuardSetting.RunningJobs).GetString().ShouldBe(expected);

    [Fact]
    public void The_table_can_be_recovered_and_outlives_the_stack_unless_told_otherwise()
    {
        var table = StackTemplate.Of().OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value;
        table.GetProperty("DeletionPolicy").GetString().ShouldBe("RetainExceptOnCreate");
        table.GetProperty("UpdateReplacePolicy").GetString().ShouldBe("Retain");
        table.GetProperty("Properties").GetProperty("PointInTimeRecoverySpecification").GetProperty("PointInTimeRecoveryEnabled")
            .GetBoolean().ShouldBeTrue();
        table.GetProperty("Properties").GetProperty("TimeToLiveSpecification").GetProperty("AttributeName").GetString()
            .ShouldBe("expiresAt");

        StackTemplate.Of(("retainData", "false")).OfType("AWS::DynamoDB::Table").ShouldHaveSingleItem().Value.GetProperty("DeletionPolicy")
            .GetString().ShouldBe("Delete");
    }

    [Fact]
    public void A_first_deployment_that_fails_leaves_nothing_behind()
    {
        foreach (var resource in StackTemplate.Of(("lease", "role/agent"), ("budget", "5"), ("organization", "true")).Resources)
        {
            if (resource.Value.TryGetProperty("DeletionPolicy", out var policy))
                policy.GetString().ShouldBeOneOf("Delete", "RetainExceptOnCreate");
            if (resource.Value.TryGetProperty("Properties", out var properties))
                properties.TryGetProperty("DeletionProtectionEnabled", out _).ShouldBeFalse(resource.Name);
        }
    }

    [Fact]
    public void What_outlives_the_stack_has_no_fixed_name_that_the_next_one_would_meet()
    {
        foreach (var resource in StackTemplate.Of().Resources.Where(
            resource => resource.Value.TryGetProperty("DeletionPolicy", out var policy) && policy.GetString() != "Delete"))
        {
            foreach (var name in (string[])["LogGroupName", "TableName"])
                resource.Value.GetProperty("Properties").TryGetProperty(name, out _).ShouldBeFalse(resource.Name);
        }
    }

    [Fact]
    public void An_existing_log_group_is_subscribed_and_none_is_made()
    {
        var template = StackTemplate.Of(("logGroup", "/theirs"));

        template.OfType("AWS::Logs::SubscriptionFilter").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("LogGroupName")
            .GetString().ShouldBe("/theirs");
        template.OfType("AWS::Logs::LogGroup").ShouldAllBe(group => !group.Name.StartsWith("InvocationLogs", StringComparison.Ordinal));
        Setup(("logGroup", "/theirs")).TryGetProperty("loggingRoleArn", out _).ShouldBeFalse();
    }

    [Fact]
    public void Options_say_what_is_deployed()
    {
        var template = StackTemplate.Of(("stackName", "Guard2"), ("email", "a@b.example"), ("architecture", "arm64"),
            ("meterConcurrency", "5"), ("logRetentionDays", "7"));

        template.OfType("AWS::SNS::Subscription").Select(subscription => subscription.Value.GetProperty("Properties"))
            .Single(subscription => subscription.GetProperty("Protocol").GetString() == "email").GetProperty("Endpoint").GetString()
                .ShouldBe("a@b.example");
        var meter = template.OfType("AWS::Lambda::Function")
            .Single(function => function.Value.GetProperty("Properties").GetProperty("Handler").GetString() == "meter").Value.GetProperty(
            "Properties");
        meter.GetProperty("Architectures")[0].GetString().ShouldBe("arm64");
        meter.GetProperty("ReservedConcurrentExecutions").GetInt32().ShouldBe(5);
        template.OfType("AWS::SSM::Parameter").ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("Name").GetString()
            .ShouldBe("/killswitch/Guard2/guard");
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void The_bill_is_asked_for_where_it_is_wanted_and_may_not_be_asked_for_elsewhere(string bill, bool isAsked)
    {
        var template = StackTemplate.Of(("bill", bill));

        template.Json.GetRawText().Contains("ce:GetCostAndUsage", StringComparison.Ordinal).ShouldBe(isAsked);
        template.Json.GetRawText().Contains("KILLSWITCH_BILL", StringComparison.Ordinal).ShouldBe(isAsked);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("none", "none")]
    [InlineData("s3://acme-batch/night/,acme-evals", "acme-batch/night,acme-evals")]
    public void The_watch_knows_where_it_may_read_what_batch_jobs_cost(string outputs, string? told)
    {
        var variables = StackTemplate.Of(("batchOutputs", outputs)).OfType("AWS::Lambda::Function")
            .Select(function => function.Value.GetProperty("Properties"))
            .Single(function => function.GetProperty("Handler").GetString() == "watch")
            .GetProperty("Environment").GetProperty("Variables");

        (variables.TryGetProperty("KILLSWITCH_BATCH_OUTPUTS", out var value) ? value.GetString() : null).ShouldBe(told);
    }

    [Theory]
    [InlineData("stackName", "1st", "`1st` is no stack name")]
    [InlineData("stackName", "a-name-of-25-letters-here", "`a-name-of-25-letters-here` has 25 characters and is too long for a stack name")]
    [InlineData("email", "nobody", "`nobody` is no e-mail address")]
    [InlineData("architecture", "mips", "`mips` is not allowed for `architecture`; allowed: x86_64, arm64")]
    [InlineData("invocationLogging", "maybe", "`maybe` is not allowed for `invocationLogging`; allowed: auto, add, none")]
    [InlineData("textDelivery", "yes", "`yes` is not allowed for `textDelivery`; allowed: true, false")]
    [InlineData("logRetentionDays", "31", "`31` is not allowed for `logRetentionDays`; allowed: 1, 3, 5")]
    [InlineData("dashboard", "maybe", "`maybe` is not allowed for `dashboard`; allowed: true, false")]
    [InlineData("bill", "maybe", "`maybe` is not allowed for `bill`; allowed: true, false")]
    [InlineData("batchOutputs", "Acme", "`Acme` is not allowed for `batchOutputs`; allowed: BUCKET or BUCKET/PREFIX, with commas between")]
    [InlineData("batchOutputs", "acme,acme-*", "`acme-*` is not allowed for `batchOutputs`; allowed: BUCKET or BUCKET/PREFIX")]
    [InlineData("batchOutputs", "acme/${aws:username}", "`acme/${aws:username}` is not allowed for `batchOutputs`")]
    [InlineData("ownerTopics", "agents", "`agents` is not allowed for `ownerTopics`: it is no SNS topic; allowed is an ARN such as")]
    [InlineData("ownerTopics", "arn:aws:sns:us-east-1:111122223333:a.fifo",
        "`arn:aws:sns:us-east-1:111122223333:a.fifo` is not allowed for `ownerTopics`: it is a FIFO topic")]
    [InlineData("runningJobs", "kill", "`kill` is not allowed for `runningJobs`; allowed: stop, report")]
    [InlineData("budget", "much", "`much` is not allowed for `budget`; allowed: dollars a month, above zero")]
    [InlineData("budget", "0", "`0` is not allowed for `budget`; allowed: dollars a month, above zero")]
    [InlineData("budget", "-5", "`-5` is not allowed for `budget`")]
    [InlineData("budgetName", "a:b", "`a:b` is no budget's name; allowed are up to 100 characters")]
    [InlineData("meterConcurrency", "0", "`0` is not allowed for `meterConcurrency`; allowed: a whole number above zero")]
    public void A_wrong_option_is_one_sentence(string name, string value, string sentence) =>
        Should.Throw<ArgumentException>(() => StackTemplate.Of((name, value))).Message.ShouldStartWith(sentence);

    [Fact]
    public void Only_AWS_Budgets_and_Cost_Anomaly_Detection_of_this_account_publish_on_the_budget_topic_and_only_over_TLS()
    {
        var template = StackTemplate.Of();
        var topic = template.OfType("AWS::SNS::Topic").Single(topic => topic.Name.StartsWith("Budgets", StringComparison.Ordinal));
        var statements = template.OfType("AWS::SNS::TopicPolicy")
            .Single(policy => policy.Name.StartsWith("Budgets", StringComparison.Ordinal))
            .Value.GetProperty("Properties").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray().ToList();

        statements.Count(statement => statement.GetProperty("Effect").GetString() == "Deny").ShouldBe(1);
        statements.Single(statement => statement.GetProperty("Effect").GetString() == "Deny").GetProperty("Condition").ToString()
            .ShouldContain("aws:SecureTransport");
        var allowed = statements.Where(statement => statement.GetProperty("Effect").GetString() == "Allow").ToList();
        allowed.Select(statement => statement.GetProperty("Principal").GetProperty("Service").GetString())
            .ShouldBe(["budgets.amazonaws.com", "costalerts.amazonaws.com"]);
        foreach (var (statement, arn) in allowed.Zip((string[])[":budgets::", ":ce::"]))
        {
            statement.GetProperty("Action").GetString().ShouldBe("sns:Publish");
            statement.GetProperty("Resource").GetProperty("Ref").GetString().ShouldBe(topic.Name);
            statement.GetProperty("Condition").GetProperty("StringEquals").GetProperty("aws:SourceAccount").GetProperty("Ref").GetString()
                .ShouldBe("AWS::AccountId");
            statement.GetProperty("Condition").GetProperty("ArnLike").GetProperty("aws:SourceArn").ToString().ShouldContain(arn);
        }
    }

    [Theory]
    [InlineData("NotificationsTopic")]
    [InlineData("NotificationsChat")]
    public void Only_this_stacks_alarms_may_publish_beside_the_guard_and_only_over_TLS(string name)
    {
        var template = StackTemplate.Of();
        var topic = template.OfType("AWS::SNS::Topic").Single(topic => topic.Name.StartsWith(name, StringComparison.Ordinal));
        var statements = template.OfType("AWS::SNS::TopicPolicy")
            .Single(policy => policy.Value.GetProperty("Properties").GetProperty("Topics")[0].GetProperty("Ref").GetString() == topic.Name)
            .Value.GetProperty("Properties").GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray().ToList();

        statements.Single(statement => statement.GetProperty("Effect").GetString() == "Deny").GetProperty("Condition").ToString()
            .ShouldContain("aws:SecureTransport");
        // Beside the rules that tell people themselves.
        var allowed = statements.Single(statement => statement.GetProperty("Effect").GetString() == "Allow"
            && !statement.ToString().Contains("events.amazonaws.com", StringComparison.Ordinal));
        allowed.GetProperty("Principal").GetProperty("Service").GetString().ShouldBe("cloudwatch.amazonaws.com");
        allowed.GetProperty("Action").GetString().ShouldBe("sns:Publish");
        allowed.GetProperty("Condition").GetProperty("ArnLike").ToString().ShouldContain(":alarm:KillSwitch-*");
    }

    [Fact]
    public void The_budget_topic_calls_the_budget_function_and_nothing_else_may()
    {
        var template = StackTemplate.Of();
        var subscription = template.OfType("AWS::SNS::Subscription").ShouldHaveSingleItem().Value.GetProperty("Properties");
        subscription.GetProperty("Protocol").GetString().ShouldBe("lambda");
        subscription.GetProperty("TopicArn").GetProperty("Ref").GetString().ShouldNotBeNull().ShouldStartWith("Budgets");
        var permission = template.OfType("AWS::Lambda::Permission")
            .Single(permission => permission.Value.GetProperty("Properties").GetProperty("Principal")
            .GetString() == "sns.amazonaws.com").Value.GetProperty("Properties");
        permission.GetProperty("FunctionName").ToString().ShouldContain("BudgetFunction");
        permission.GetProperty("SourceArn").GetProperty("Ref").GetString().ShouldNotBeNull().ShouldStartWith("Budgets");
    }

    [Fact]
    public void A_budget_is_made_only_on_demand_and_hides_neither_the_marketplace_nor_what_credits_pay()
    {
        StackTemplate.Of().OfType("AWS::Budgets::Budget").ShouldBeEmpty();

        var template = StackTemplate.Of(("budget", "500.50"));
        var resource = template.OfType("AWS::Budgets::Budget").ShouldHaveSingleItem().Value;
        var budget = resource.GetProperty("Properties").GetProperty("Budget");
        (Statement.Show(budget.GetProperty("BudgetName")), budget.GetProperty("BudgetType").GetString(), budget.GetProperty("TimeUnit")
            .GetString()).ShouldBe(("KillSwitch-bedrock-{Region}", "COST", "MONTHLY"));
        (budget.GetProperty("BudgetLimit").GetProperty("Amount").GetDecimal(), budget.GetProperty("BudgetLimit").GetProperty("Unit")
            .GetString()).ShouldBe((500.50m, "USD"));
        budget.GetProperty("Metrics")[0].GetString().ShouldBe("UnblendedCost");
        var both = budget.GetProperty("FilterExpression").GetProperty("And");
        both[0].GetProperty("Or")[0].GetProperty("Dimensions").GetProperty("Values")[0].GetString().ShouldBe("Amazon Bedrock");
        both[0].GetProperty("Or")[1].GetProperty("Dimensions").GetProperty("Key").GetString().ShouldBe("BILLING_ENTITY");
        both[1].GetProperty("Not").GetProperty("Dimensions").GetProperty("Values").EnumerateArray().Select(value => value.GetString())
            .ShouldBe(["Credit", "Refund"]);

        var alerts = resource.GetProperty("Properties").GetProperty("NotificationsWithSubscribers").EnumerateArray().ToList();
        alerts.Select(alert => alert.GetProperty("Notification").GetProperty("NotificationType").GetString())
            .ShouldBe(["ACTUAL", "FORECASTED"]);
        alerts.ShouldAllBe(
            alert => alert.GetProperty("Notification").GetProperty("Threshold").GetInt32() == 100 && alert.GetProperty("Subscribers")[0]
            .GetProperty("Address").GetProperty("Ref").GetString()!.StartsWith("Budgets", StringComparison.Ordinal));
        // AWS tries the topic when the budget is made.
        resource.GetProperty("DependsOn").EnumerateArray().Select(name => name.GetString())
            .ShouldContain(
            template.OfType("AWS::SNS::TopicPolicy").Single(policy => policy.Name.StartsWith("Budgets", StringComparison.Ordinal)).Name);

        StackTemplate.Of(("budget", "5"), ("budgetName", "mine")).OfType("AWS::Budgets::Budget")
            .ShouldHaveSingleItem().Value.GetProperty("Properties").GetProperty("Budget").GetProperty("BudgetName").GetString()
            .ShouldBe("mine");
    }

    private static JsonElement Setup(params (string Name, string Value)[] context) =>
        StackTemplate.Of(context).OfType("Custom::KillSwitchSetup").Single().Value.GetProperty("Properties");
}
