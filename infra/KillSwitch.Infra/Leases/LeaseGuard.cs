using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Scheduler;
using Amazon.CDK.AWS.StepFunctions;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Leases;

/// <summary>
/// Denies the leased when the guard has not renewed their lease: a schedule, and a state machine that reads one item and attaches one
/// policy. It works where no program of the guard's does.
/// </summary>
internal sealed class LeaseGuard : Construct
{
    private readonly Stack _stack;

    /// <summary>With which the state machine denies the leased, and writes down that it told of it.</summary>
    public IRole Denier { get; }

    public LeaseGuard(
        Construct scope, string id, GuardOptions options, LeaseOptions lease, GuardHome home, DenyPolicies denies, WatchLambda watch,
        SetupLambda setup)
        : base(scope, id)
    {
        _stack = Stack.Of(this);
        var policyArn = denies.LeaseArn!;
        var told = (home.Deployment with { Lease = lease.TermsBy(policyArn) }).ToVariables();
        foreach (var function in (GuardLambda[])[watch.Lambda, setup.Lambda])
        {
            foreach (var (variable, value) in told)
                function.Function.AddEnvironment(variable, value);
        }

        var lift = new Policy(this, "Lift", new PolicyProps
        {
            Roles = [watch.Lambda.Role, setup.Lambda.Role],
            Statements = LeaseAccess.ToLift(_stack, policyArn),
        });
        var role = Role("MachineRole", "states.amazonaws.com", "Denies the leased when their lease is not renewed");
        Denier = role;
        var machine = Machine(options, lease, home, policyArn, role);
        var resource = new CustomResource(this, "Resource", new CustomResourceProps
        {
            ServiceToken = setup.Lambda.Function.FunctionArn,
            ResourceType = GuardResource.Lease,
            Properties = new Dictionary<string, object> { ["leasePolicyArn"] = policyArn, ["principals"] = Names(lease) },
        });
        resource.Node.AddDependency(home.Table, denies, setup.Lambda, lift);

        // Begins once there is a lease to read, and ends before its deny is taken off for good.
        Schedule(machine).Node.AddDependency(resource);
        new LeaseAlarms(this, "Alarms", home.Notifications, machine.Ref, home.Deployment.Redeployment);
    }

    private static string Names(LeaseOptions lease) => string.Join(',', lease.Principals.Select(principal => principal.Name));

    private CfnStateMachine Machine(GuardOptions options, LeaseOptions lease, GuardHome home, string policyArn, Role role)
    {
        foreach (var statement in LeaseAccess.ToDeny(_stack, lease, policyArn, home))
            role.AddToPolicy(statement);
        var machine = new CfnStateMachine(this, "Machine", new CfnStateMachineProps
        {
            StateMachineName = options.StackName + "-lease",
            // Twice does no harm, and it runs 43,200 times a month.
            StateMachineType = "EXPRESS",
            RoleArn = role.RoleArn,
            DefinitionString = _stack.ToJsonString(LeaseDefinition.Of(
                lease, home.Table.TableName, policyArn, home.Notifications.Topic.TopicArn,
                $"{GuardSetting.StackOption(options.StackName)} --region {_stack.Region}", _stack.Partition)),
        });
        machine.Node.AddDependency(role);
        return machine;
    }

    private CfnSchedule Schedule(CfnStateMachine machine)
    {
        var caller = Role("Scheduler", "scheduler.amazonaws.com", "Starts the state machine of the lease every minute");
        caller.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "StartTheMachine",
            Actions = ["states:StartExecution"],
            Resources = [machine.Ref],
        }));
        return new CfnSchedule(this, "EveryMinute", new CfnScheduleProps
        {
            ScheduleExpression = "rate(1 minute)",
            FlexibleTimeWindow = new CfnSchedule.FlexibleTimeWindowProperty { Mode = "OFF" },
            Target = new CfnSchedule.TargetProperty
            {
                Arn = machine.Ref,
                RoleArn = caller.RoleArn,
                Input = "{}",
                // The next minute comes anyway.
                RetryPolicy = new CfnSchedule.RetryPolicyProperty { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 },
            },
        });
    }

    private Role Role(string id, string service, string description) => new(this, id, new RoleProps
    {
        Description = description,
        AssumedBy = new ServicePrincipal(service).WithConditions(new Dictionary<string, object>
        {
            ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = _stack.Account },
        }),
    });
}
