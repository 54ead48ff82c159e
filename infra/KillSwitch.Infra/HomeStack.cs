using System.Globalization;
using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Leases;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>The guard of an account: all of it that is there once, and what takes in the logs of its own region.</summary>
internal sealed class HomeStack : Stack
{
    public HomeStack(Construct scope, GuardOptions options)
        // By one id whatever its name: the CDK writes it into the names of some resources.
        : base(scope, GuardSetting.DefaultStack, new StackProps
        {
            StackName = options.StackName,
            Description = "Kill switch for Amazon Bedrock",
            TerminationProtection = options.TerminationProtection,
        })
    {
        if (options.Operators is null)
        {
            Annotations.Of(this)
                .AddWarning("Who works on the guard is not known, so everybody with the power to may write its table: name them with -c "
                + "operators=role/NAME,user/NAME");
        }

        if (options is { MeterConcurrency: { } reserved, ConcurrencyLimit: null })
        {
            Annotations.Of(this).AddWarning(
                $"Whether the account lets {reserved} executions be reserved for the meter (meterConcurrency) is not known here: a new "
                + "account has a limit of 10 and may reserve none. aws lambda get-account-settings says the limit");
        }

        var table = new GuardTable(this, "Ledger", options);
        var topic = new NotificationTopic(this, "Notifications", options);
        var denies = new DenyPolicies(this, "Denies", options);
        var organizationPolicies = options.Organization ? new OrganizationPolicies(this, "Organization", options, denies) : null;
        var deployment = new Deployment(options.StackName, Region, table.Table.TableName, topic.Topic.TopicArn)
        {
            Denies = denies.Arns,
            Operators = options.Operators?.Names ?? [],
            ChatTopic = topic.Chat.TopicArn,
            AccountScp = organizationPolicies?.AccountScp,
            PrincipalScp = organizationPolicies?.PrincipalScp,
            ScpLogGroup = options.Organization ? options.LogGroup : null,
            Sensors = options.Regions,
            OtherRegions = options.OtherRegions,
            Gateways = options.Gateways,
            OwnerTopics = options.OwnerTopics,
            MantleCallers = options.MantleCallers,
            Chat = options.Chat,
            DeployedFrom = options.DeployedFrom,
        };
        var home = new GuardHome(table.Table, topic, deployment);

        var logs = new InvocationLogGroup(this, "InvocationLogs", options);
        var meter = new MeterLambda(this, "MeterFunction", options, home.Reach);
        meter.Lambda.Function.AddEnvironment(GuardSetting.LogGroup, logs.LogGroup.LogGroupName);
        var watch = new WatchLambda(this, "WatchFunction", options, home.Reach);
        var budget = new BudgetLambda(this, "BudgetFunction", options, home.Reach);
        var budgets = new BudgetTopic(this, "Budgets", budget.Lambda.Function);
        var subscription = new InvocationSubscription(this, "Subscription", logs.LogGroup, meter.Lambda.Function);
        var setup = new SetupLambda(this, "SetupFunction", options, home.Reach, logs, meter, StopAccess.Of(this, home.Reach));

        // On removal what depends goes first: the setup puts everything back while all of it is still there.
        setup.Resource.Node.AddDependency(table, topic, denies, logs, meter, watch, budget, budgets, setup.Lambda, subscription);

        if (organizationPolicies is { } organization)
            setup.Resource.Node.AddDependency(organization);

        var tampering = new TamperRules(
            this, "Tampering", setup.Lambda.Function, topic, deployment.Redeployment,
            options.Lease is null ? TamperScope.Home : TamperScope.HomeWithLease);
        watch.Lambda.Function.AddEnvironment(
            GuardSetting.TamperRules, (tampering.Count + tampering.Witness.Count).ToString(CultureInfo.InvariantCulture));
        watch.Lambda.Function.AddEnvironment(GuardSetting.SetupFunction, setup.Lambda.Function.FunctionArn);
        var chat = options.Chat ? new ChatLambda(this, "ChatFunction", options, home.Reach).Lambda : null;
        watch.Lambda.Function.AddEnvironment(GuardSetting.Functions, DeployedFunction.Text(
        [
            new(GuardFunction.Meter, meter.Lambda.Function.FunctionName, options.MeterConcurrency),
            new(GuardFunction.Budget, budget.Lambda.Function.FunctionName, null),
            new(GuardFunction.Setup, setup.Lambda.Function.FunctionName, null),
            .. chat is null ? (DeployedFunction[])[] : [new(GuardFunction.Chat, chat.Function.FunctionName, null)],
        ]));
        if (options.Budget is { } limit)
        {
            // AWS Budgets knows one budget of a name in all regions of an account.
            new BedrockBudget(this, "BedrockBudget", options.BudgetName ?? $"{options.StackName}-bedrock-{Region}", limit, budgets);
        }

        if (options.MantleCallers)
        {
            new MantleTrail(this, "MantleTrail", options);
            new MantleRule(this, "MantleCalls", meter.Lambda.Function);
        }

        if (options.Gateways.Count > 0)
            new GatewayLambda(this, "GatewayFunction", options, home.Reach);

        GuardLambda[] functions = [meter.Lambda, watch.Lambda, budget.Lambda, setup.Lambda, .. chat is null ? (GuardLambda[])[] : [chat]];
        setup.Lambda.Function.AddEnvironment(GuardSetting.OwnRoles, string.Join(',', functions.Select(function => function.Role.RoleArn)));
        List<string> writers =
        [
            .. functions.Select(function => function.Role.RoleArn),
            .. options.Regions.SelectMany(region => SensorNames.In(options.StackName, region))
                .Select(names => $"arn:{Partition}:iam::{Account}:role/{names.Role}"),
        ];
        if (options.Lease is { } leased)
            writers.Add(new LeaseGuard(this, "Lease", options, leased, home, denies, watch, setup).Denier.RoleArn);
        if (options.Operators is { } operators)
            table.LetWrite(writers, operators);

        new GuardAlarms(this, "Alarms", options, topic, functions, meter.Lambda, watch.Lambda);
        if (options.Dashboard)
        {
            new GuardDashboard(this, "Dashboard", options, functions, watch.Lambda);
            foreach (var function in (GuardLambda[])[meter.Lambda, watch.Lambda, budget.Lambda])
                function.Function.AddEnvironment(GuardSetting.Dashboard, "true");
        }

        new GuardParameter(this, "Parameter", deployment with
        {
            Operators = denies.Operators,
            LogGroup = logs.LogGroup.LogGroupName,
            Lease = options.Lease?.TermsBy(denies.LeaseArn!),
        });
        new CfnOutput(this, "DenyPolicyArn", new CfnOutputProps { Value = denies.Arns[PreparedDeny.Spending] });
        new CfnOutput(this, "AccountDenyPolicyArn", new CfnOutputProps { Value = denies.Arns[PreparedDeny.Account] });
        new GuardOutputs(this, "Outputs", options);
        new CfnOutput(this, "LogGroupInUse", new CfnOutputProps { Value = setup.Resource.GetAttString("logGroup") });
    }
}
