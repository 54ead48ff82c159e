namespace KillSwitch.Infra.Tests;

/// <summary>What each role may do, all of it: a permission that is added anywhere fails here until it is written down.</summary>
public class PermissionTests
{
    private const string Account = "arn:{Partition}:iam::{AccountId}";
    private const string Deny = $"{Account}:policy/killswitch/KillSwitch-deny-spending-{{Region}}";
    private const string AccountDeny = $"{Account}:policy/killswitch/KillSwitch-deny-account-{{Region}}";
    private const string PrincipalsDeny = $"{Account}:policy/killswitch/KillSwitch-deny-principals-{{Region}}";
    private const string SessionDeny = $"{Account}:policy/killswitch/KillSwitch-deny-session-{{Region}}";
    private const string ModelDeny = $"{Account}:policy/killswitch/KillSwitch-deny-model-{{Region}}";
    private const string TakenDeny = $"{Account}:policy/killswitch/KillSwitch-deny-taken-{{Region}}";
    private const string MantleDeny = $"{Account}:policy/killswitch/KillSwitch-deny-mantle-{{Region}}";
    private const string UnmeteredDeny = $"{Account}:policy/killswitch/KillSwitch-deny-unmetered-{{Region}}";
    private const string RegionsDeny = $"{Account}:policy/killswitch/KillSwitch-deny-regions-{{Region}}";
    private const string Ledger =
        "Allow dynamodb:GetItem, dynamodb:BatchGetItem, dynamodb:Query, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem, "
        + "dynamodb:ConditionCheckItem on {LedgerTable.Arn}";
    private const string Stop =
        $"Allow iam:AttachRolePolicy, iam:DetachRolePolicy, iam:AttachUserPolicy, iam:DetachUserPolicy on {Account}:role/*, "
        + $"{Account}:user/* if ArnEquals iam:PolicyARN {Deny} {AccountDeny} {PrincipalsDeny} {SessionDeny} {ModelDeny} "
        + $"{TakenDeny} {MantleDeny} {UnmeteredDeny} {RegionsDeny}";
    private const string ReadBack =
        "Allow iam:ListAttachedRolePolicies, iam:ListAttachedUserPolicies, iam:ListGroupsForUser, iam:ListRoleTags, iam:ListUserTags, "
        + "iam:GetRole, iam:GetUser on "
        + $"{Account}:role/*, {Account}:user/*";
    private const string WhoMaySpend = "Allow iam:GetAccountAuthorizationDetails, bedrock:ListFoundationModels on *";
    private const string WhoIsStopped = $"Allow iam:ListEntitiesForPolicy on {Account}:policy/killswitch/KillSwitch-deny-*";
    private const string Tag =
        $"Allow iam:TagRole, iam:UntagRole, iam:TagUser, iam:UntagUser on {Account}:role/*, {Account}:user/* if ForAllValues:StringLike "
        + "aws:TagKeys killswitch-stopped-* and Null aws:TagKeys false";
    private const string Groups =
        "Allow iam:AddUserToGroup, iam:RemoveUserFromGroup, iam:GetGroup on "
        + $"{Account}:group/killswitch/KillSwitch-deny-*-{{Region}}";
    private const string Tell = "Allow sns:Publish on {NotificationsTopic}, {NotificationsChat}";

    private const string Bedrock = "arn:{Partition}:bedrock:*:{AccountId}";
    private const string Batch = $"{Bedrock}:model-invocation-job/*";
    private const string Jobs = $"{Bedrock}:evaluation-job/*, {Bedrock}:model-customization-job/*";

    private static readonly string[] Routes =
    [
        "Allow bedrock:GetInferenceProfile, bedrock:GetProvisionedModelThroughput, bedrock:GetCustomModelDeployment, "
            + "bedrock:GetCustomModel, bedrock:GetMarketplaceModelEndpoint, bedrock:ListTagsForResource"
            + $" on {Bedrock}:*",
        "Allow bedrock:ListProvisionedModelThroughputs, bedrock:ListCustomModelDeployments on *",
    ];

    private static readonly string[] RunningWork =
    [
        "Allow bedrock:ListModelInvocationJobs, bedrock:ListEvaluationJobs, bedrock:ListModelCustomizationJobs, "
            + "bedrock:ListProvisionedModelThroughputs, cloudtrail:LookupEvents on *",
        $"Allow bedrock:GetEvaluationJob, bedrock:GetModelCustomizationJob on {Bedrock}:*",
        $"Allow bedrock:StopModelInvocationJob, bedrock:StopEvaluationJob, bedrock:StopModelCustomizationJob on {Batch}, {Jobs}",
    ];

    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["InvocationLogsWriter"] =
        [
            "Allow logs:CreateLogStream, logs:PutLogEvents on "
                + "arn:{Partition}:logs:{Region}:{AccountId}:log-group:{InvocationLogsGroup}:log-stream:aws/bedrock/modelinvocations",
        ],
        ["MeterFunctionMeterRole"] =
            [.. Function("MeterFunctionMeter"), Ledger, Stop, ReadBack, Groups, WhoMaySpend, WhoIsStopped, Tag,
            Tell, .. Routes, "Allow bedrock:GetModelInvocationLoggingConfiguration on *"],
        ["WatchFunctionWatchRole"] =
        [
            .. Function("WatchFunctionWatch"), Ledger, Stop, ReadBack, Groups, WhoMaySpend, WhoIsStopped, Tag,
            Tell,
            .. Routes, .. RunningWork,
            "Allow cloudwatch:GetMetricData, cloudwatch:ListMetrics, bedrock:GetModelInvocationLoggingConfiguration, events:ListRules, "
                + "iam:GetAccountSummary, lambda:GetFunctionConcurrency, pricing:GetProducts, "
                + "bedrock:ListFoundationModelAgreementOffers, ce:GetCostAndUsage on *",
            "Allow events:EnableRule, events:ListTargetsByRule on arn:{Partition}:events:{Region}:{AccountId}:rule/KillSwitch-Tampering*",
            "Allow logs:FilterLogEvents on arn:{Partition}:logs:{Region}:{AccountId}:log-group:*",
            "Allow lambda:InvokeFunction on {WatchFunctionWatchFunction.Arn}",
            "Allow budgets:ViewBudget on arn:{Partition}:budgets::{AccountId}:budget/*",
        ],
        ["BudgetFunctionBudgetRole"] =
        [
            .. Function("BudgetFunctionBudget"), Ledger, Stop, ReadBack, Groups, WhoMaySpend, WhoIsStopped, Tag,
            Tell,
            "Allow budgets:ViewBudget on arn:{Partition}:budgets::{AccountId}:budget/*",
        ],
        ["WatchFunctionScheduler"] = ["Allow lambda:InvokeFunction on {WatchFunctionWatchFunction.Arn}"],
        ["SetupFunctionSetupRole"] =
        [
            .. Function("SetupFunctionSetup"), Ledger, Stop, ReadBack, Groups, WhoMaySpend, WhoIsStopped, Tag,
            Tell,
            "Allow bedrock:GetModelInvocationLoggingConfiguration, bedrock:PutModelInvocationLoggingConfiguration, "
                + "bedrock:DeleteModelInvocationLoggingConfiguration on *",
            "Allow logs:PutSubscriptionFilter, logs:DeleteSubscriptionFilter, logs:DescribeSubscriptionFilters on "
                + "arn:{Partition}:logs:{Region}:{AccountId}:log-group:*",
            "Allow events:EnableRule on arn:{Partition}:events:{Region}:{AccountId}:rule/KillSwitch-*",
            "Allow cloudformation:DescribeStackResource, cloudformation:DescribeStacks on "
                + "arn:{Partition}:cloudformation:{Region}:{AccountId}:stack/KillSwitch/*",
            "Allow iam:PassRole on {InvocationLogsWriter.Arn} if StringEquals iam:PassedToService bedrock.amazonaws.com",
        ],
    };

    [Fact]
    public void Every_permission_of_every_role_is_written_down_here()
    {
        var found = Statement.All(StackTemplate.Of()).GroupBy(statement => statement.Role)
            .ToDictionary(role => role.Key, role => role.Select(statement => statement.Text).Order(StringComparer.Ordinal).ToArray());

        found.Keys.Order(StringComparer.Ordinal).ShouldBe(Expected.Keys.Order(StringComparer.Ordinal));
        foreach (var (role, statements) in Expected)
            found[role].ShouldBe(statements.Order(StringComparer.Ordinal).ToArray(), role);
    }

    [Fact]
    public void No_role_holds_a_managed_policy_or_an_inline_one_of_its_own()
    {
        foreach (var role in StackTemplate.Of().OfType("AWS::IAM::Role"))
        {
            role.Value.GetProperty("Properties").TryGetProperty("ManagedPolicyArns", out _).ShouldBeFalse(role.Name);
            role.Value.GetProperty("Properties").TryGetProperty("Policies", out _).ShouldBeFalse(role.Name);
        }
    }

    [Theory]
    [InlineData("iam:Create")]
    [InlineData("iam:Put")]
    [InlineData("iam:Update")]
    [InlineData("iam:Set")]
    [InlineData("*")]
    public void Nothing_may_create_or_edit_a_permission(string prefix) =>
        Statement.All(StackTemplate.Of()).SelectMany(statement => statement.Actions)
            .ShouldNotContain(action => action.StartsWith(prefix, StringComparison.Ordinal));

    [Fact]
    public void Nobody_is_added_to_a_group_but_to_those_that_hold_a_prepared_deny_and_nothing_else()
    {
        Statement.All(StackTemplate.Of())
            .Where(statement => statement.Actions.Any(action => action.StartsWith("iam:Add", StringComparison.Ordinal)))
            .ShouldAllBe(statement => statement.Text == Groups);
        var groups = StackTemplate.Of().OfType("AWS::IAM::Group").Select(group => group.Value.GetProperty("Properties")).ToList();
        groups.Count.ShouldBe(8);
        groups.ShouldAllBe(group => group.GetProperty("ManagedPolicyArns").GetArrayLength() == 1);
        groups.ShouldAllBe(group =>
            group.GetProperty("ManagedPolicyArns")[0].GetProperty("Ref").GetString()!.StartsWith("Denies", StringComparison.Ordinal));
        groups.ShouldAllBe(group => group.EnumerateObject().Count() == 3);
    }

    [Fact]
    public void Only_the_setup_passes_a_role_and_only_the_one_that_bedrock_writes_with() =>
        Statement.All(StackTemplate.Of()).Where(statement => statement.Actions.Contains("iam:PassRole"))
            .ShouldHaveSingleItem().Role.ShouldBe("SetupFunctionSetupRole");

    [Fact]
    public void A_log_group_that_is_not_the_guards_own_needs_no_role_to_be_passed() =>
        Statement.All(StackTemplate.Of(("logGroup", "/theirs"))).SelectMany(statement => statement.Actions)
            .ShouldNotContain("iam:PassRole");

    [Fact]
    public void An_organization_adds_to_each_role_that_stops_its_two_policies_on_the_own_account_and_nothing_else()
    {
        const string organizations = "arn:{Partition}:organizations::*";
        const string everyone = organizations + ":policy/o-*/service_control_policy/{OrganizationAccount}";
        const string listed = organizations + ":policy/o-*/service_control_policy/{OrganizationPrincipals}";
        string[] added =
        [
            $"Allow organizations:AttachPolicy, organizations:DetachPolicy on {everyone}, {listed}, "
                + $"{organizations}:account/o-*/{{AccountId}}",
            $"Allow organizations:DescribePolicy, organizations:ListTargetsForPolicy on {everyone}, {listed}",
            $"Allow organizations:UpdatePolicy on {listed}",
        ];
        var without = Statement.All(StackTemplate.Of()).Select(statement => (statement.Role, statement.Text)).ToHashSet();
        var with = Statement.All(StackTemplate.Of(("organization", "true"))).Select(statement => (statement.Role, statement.Text))
            .ToHashSet();

        without.Except(with).ShouldBeEmpty();
        foreach (var role in with.Except(without).GroupBy(statement => statement.Role))
            role.Select(statement => statement.Text).Order(StringComparer.Ordinal).ToArray().ShouldBe(added, role.Key);
        with.Except(without).Select(statement => statement.Role).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["BudgetFunctionBudgetRole", "MeterFunctionMeterRole", "SetupFunctionSetupRole", "WatchFunctionWatchRole"]);
    }

    [Fact]
    public void No_roles_permissions_are_so_long_that_some_of_them_go_elsewhere()
    {
        var most = StackTemplate.Of(("organization", "true"), ("lease", "role/agent,user/ci"), ("budget", "500"),
            ("regions", "us-west-2,eu-west-1,eu-central-1,ap-southeast-2"), ("operators", "role/oncall,user/anna"),
            ("batchOutputs", "acme-batch-outputs-of-production/night,acme-batch-outputs-of-research/eval,acme-batch-outputs"),
            ("gateways", "arn:aws:iam::111122223333:role/litellm"));

        most.OfType("AWS::IAM::ManagedPolicy").ShouldAllBe(policy => policy.Name.StartsWith("Denies", StringComparison.Ordinal));
    }

    [Fact]
    public void Batch_outputs_add_to_the_watch_the_reading_of_manifests_there_and_nothing_else()
    {
        var without = Statement.All(StackTemplate.Of()).Select(statement => (statement.Role, statement.Text)).ToHashSet();
        var with = Statement.All(StackTemplate.Of(("batchOutputs", "acme-batch/night/, s3://acme-evals")))
            .Select(statement => (statement.Role, statement.Text)).ToHashSet();

        without.Except(with).ShouldBeEmpty();
        with.Except(without).ShouldHaveSingleItem().ShouldBe(("WatchFunctionWatchRole",
            "Allow s3:GetObject on arn:{Partition}:s3:::acme-batch/night/*/manifest.json.out, "
                + "arn:{Partition}:s3:::acme-evals/*/manifest.json.out"));
        Statement.All(StackTemplate.Of(("batchOutputs", "none"))).Select(statement => (statement.Role, statement.Text)).ToHashSet()
            .SetEquals(without).ShouldBeTrue();
    }

    [Fact]
    public void Owners_topics_add_publishing_there_and_nothing_else()
    {
        const string agents = "arn:aws:sns:eu-west-1:111122223333:agents";
        var without = Statement.All(StackTemplate.Of()).Select(statement => (statement.Role, statement.Text)).ToHashSet();
        var with = Statement.All(StackTemplate.Of(("ownerTopics", agents))).ToList();

        var more = with.Where(statement => !without.Contains((statement.Role, statement.Text))).ToList();
        more.Select(statement => statement.Role).Order(StringComparer.Ordinal).ShouldBe(
            ["BudgetFunctionBudgetRole", "MeterFunctionMeterRole", "SetupFunctionSetupRole", "WatchFunctionWatchRole"]);
        more.Select(statement => (statement.Role, statement.Text.Replace(", " + agents, "", StringComparison.Ordinal))).Except(without)
            .ShouldBeEmpty();
        more.ShouldAllBe(statement => statement.Text.StartsWith("Allow sns:Publish on ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_guard_that_only_reports_jobs_may_not_stop_them() =>
        Statement.All(StackTemplate.Of(("runningJobs", "report"))).SelectMany(statement => statement.Actions)
            .ShouldNotContain(action => action.StartsWith("bedrock:Stop", StringComparison.Ordinal));

    private static string[] Function(string name) =>
    [
        $"Allow logs:CreateLogStream, logs:PutLogEvents on {{{name}Log.Arn}}",
        $"Allow sqs:SendMessage on {{{name}DeadLetters.Arn}}",
    ];
}
