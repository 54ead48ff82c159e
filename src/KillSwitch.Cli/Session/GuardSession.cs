using System.Text.Json;
using Amazon;
using Amazon.CloudFormation;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using KillSwitch.Aws;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Deploying;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Drills;
using KillSwitch.Aws.Policies;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Session.Acts;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Deploying;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Cli.Session;

/// <summary>A person at a deployed guard.</summary>
internal sealed class GuardSession : IDisposable
{
    private readonly AWSCredentials _credentials;
    private readonly string _caller;

    private readonly Action<string> _warn;

    private GuardSession(Guard guard, string caller, AWSCredentials credentials, VerbConfiguration verb)
    {
        (_warn, _caller, Undertaking) = (verb.Warn, caller, verb.Undertaking);
        Guard = guard;
        _credentials = credentials;
    }

    public Guard Guard { get; }

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<GuardSession> OpenAsync(
        string? profile, string? region, string stack, VerbConfiguration verb, CancellationToken cancellation)
    {
        var (credentials, endpoint) = SignIn(profile, region);
        using var sts = new AmazonSecurityTokenServiceClient(credentials, endpoint);
        using var parameters = new AmazonSimpleSystemsManagementClient(credentials, endpoint);
        try
        {
            var caller = sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation);
            var answer = await parameters.GetParameterAsync(new GetParameterRequest { Name = GuardSetting.Parameter(stack) }, cancellation);
            var (place, person) = (Deployment.Parse(stack, answer.Parameter.Value), await caller);
            return PlaceCheck.Fault(place, person.Arn.Split(':')[1], person.Account, endpoint.SystemName) is { } fault
                ? throw new BadInputException(
                    $"the parameter `{GuardSetting.Parameter(stack)}` is not what a deployment writes, and nothing was done by it: "
                    + $"{fault}; {Repair(stack, endpoint)}; CloudTrail has who edited it (PutParameter)")
                : new GuardSession(new Guard(place, credentials, TimeProvider.System, seen: Seen), person.Arn, credentials, verb);
        }
        catch (ParameterNotFoundException)
        {
            throw await IsStackThereAsync(stack, credentials, endpoint, cancellation)
                ? new BadInputException(
                    $"the stack `{stack}` is there in `{endpoint.SystemName}`, and its parameter `{GuardSetting.Parameter(stack)}` is "
                    + "gone: " + Repair(stack, endpoint))
                : new BadInputException(
                    $"no guard called `{stack}` is deployed in `{endpoint.SystemName}`; `--stack` and `--region` say which, "
                    + $"{Redeployment.First} deploys one");
        }
        catch (JsonException error)
        {
            throw new BadInputException(
                $"the parameter `{GuardSetting.Parameter(stack)}` is not what a deployment writes: {JsonFault.Clause(error)}; "
                + Repair(stack, endpoint));
        }

        GuardPorts Seen(GuardPorts ports) => ports with
        {
            Stops = new SeenStops(ports.Stops, verb.Undertaking),
            Enforcer = new SeenEnforcer(ports.Enforcer, verb.Undertaking),
            Ledger = new SeenLedger(ports.Ledger, verb.Undertaking),
        };
    }

    private static string Repair(string stack, RegionEndpoint region) =>
        $"`{new Redeployment(DeployedFrom.Release, stack, region.SystemName).Command}` writes it again";

    // Whoever may not ask hears what is heard most often.
    private static async Task<bool> IsStackThereAsync(
        string stack, AWSCredentials credentials, RegionEndpoint region, CancellationToken cancellation)
    {
        using var formation = new AmazonCloudFormationClient(credentials, new AmazonCloudFormationConfig { RegionEndpoint = region });
        try
        {
            return await new StackInRegion(formation, stack, region.SystemName).FindAsync(cancellation) is
            { State: StackState.Ready or StackState.Busy or StackState.Stuck };
        }
        catch (Exception error) when (AwsProblem.Of(error) is not null && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>What this person's command has written so far.</summary>
    public Undertaking Undertaking { get; }

    /// <summary>The API keys of users.</summary>
    public IApiKeys Keys => new SeenKeys(Guard.Keys, Undertaking);

    /// <summary>The ARN of the person, which was asked for at the beginning.</summary>
    public Task<string> CallerAsync(CancellationToken cancellation) => Task.FromResult(_caller);

    /// <summary>
    /// The policy that the guard goes by; one without rules while none was applied. One in force that cannot be read is warned of.
    /// </summary>
    public async Task<Policy> PolicyAsync(CancellationToken cancellation)
    {
        var found = await InForceAsync(cancellation);
        if (found.Problem is { } problem)
            Warn(problem);
        return found.Policy;
    }

    /// <summary>The same, with its version and what is wrong with it.</summary>
    public async Task<PolicyFound> InForceAsync(CancellationToken cancellation)
    {
        var found = await Guard.Policies.FindInForceAsync(cancellation);
        // By what is not known nothing that stands is measured.
        if (found.Version is not null)
            Guard.Enforcement.GoBy(await Guard.RulesAsync(found.Policy, cancellation));
        // What a person does is told by the same clock as what the guard does.
        Guard.Notifier.TellBy(new RuleBook(found.Policy), isInForce: found is { Version: not null, Problem: null });
        return found;
    }

    /// <summary>What CloudWatch counts and no log explains, in a window, by what the watch has kept.</summary>
    public async Task<IReadOnlyList<ModelUsage>> UnattributedAsync(Policy policy, Window window, CancellationToken cancellation)
    {
        var calendar = WindowCalendar.Of(policy.TimeZone);
        var reconciler = await ReconcilerAsync(policy, calendar, cancellation);
        return await reconciler.UnattributedAsync(window, calendar.Containing(WindowUnit.Hour, Now.ToUnixTimeSeconds()).End, cancellation);
    }

    /// <summary>The same by rule and counter, in the windows that are open now.</summary>
    public async Task<IReadOnlyDictionary<(string Rule, string Scope), Usage>> UnattributedByRuleAsync(
        Policy policy, CancellationToken cancellation) =>
        await KeptMetrics.ByRuleAsync(Guard, await Guard.RulesAsync(policy, cancellation), Now, TimeProvider.System, cancellation);

    private Task<Reconciler> ReconcilerAsync(Policy policy, WindowCalendar calendar, CancellationToken cancellation) =>
        KeptMetrics.ReconcilerAsync(Guard, policy, calendar, TimeProvider.System, cancellation);

    /// <summary>The guard under examination; the caller disposes of it.</summary>
    public async Task<DoctorContext> ExamineAsync(CancellationToken cancellation) =>
        new(Guard, _credentials, Caller.Parse(await CallerAsync(cancellation)).Principal, TimeProvider.System);

    /// <summary>This person's power over what a drill makes; the caller disposes of it.</summary>
    /// <param name="region">Where calls are made.</param>
    /// <param name="group">Where Bedrock writes its records there.</param>
    /// <param name="clock">AWS's time.</param>
    public DrillPower Drill(string region, string group, TimeProvider clock) =>
        new(Guard.Place, Guard.Policies, _credentials, _caller, region, group, clock);

    /// <summary>AWS's time, which this machine's need not be.</summary>
    public async ValueTask<AwsClock> ClockAsync(CancellationToken cancellation)
    {
        using var sts = new AmazonSecurityTokenServiceClient(_credentials, RegionEndpoint.GetBySystemName(Guard.Place.Region));
        return await AwsClock.FindAsync(sts, TimeProvider.System, cancellation);
    }

    public void Dispose()
    {
        foreach (var item in Guard.Damaged.Take())
            Warn(item.ToString());
        Guard.Dispose();
    }

    private void Warn(string sentence) => _warn("killswitch: " + PlainText.Of(sentence));

    /// <summary>A person's credentials, and the region that they mean.</summary>
    public static (AWSCredentials Credentials, RegionEndpoint Region) SignIn(string? profile, string? region)
    {
        PatienceSetting.Apply();
        AwsCall.Keep();
        var chain = new CredentialProfileStoreChain();
        CredentialProfile? chosen = null;
        if (profile is not null && !chain.TryGetProfile(profile, out chosen))
        {
            throw new BadInputException($"there is no AWS profile `{profile}`"
                + $"{NearestNames.Hint(profile, chain.ListProfiles().Select(one => one.Name))}");
        }

        var credentials = chosen is null ? DefaultAWSCredentialsIdentityResolver.GetCredentials() : CredentialsOf(chosen, chain);
        var endpoint = region is not null
            ? RegionEndpoint.GetBySystemName(RegionName.Checked(region))
            : chosen?.Region ?? FallbackRegionFactory.GetRegionEndpoint();
        return endpoint is null
            ? throw new BadInputException("no region is known; give `--region`, or set AWS_REGION")
            : (credentials, endpoint);
    }

    private static AWSCredentials CredentialsOf(CredentialProfile profile, CredentialProfileStoreChain chain)
    {
        try
        {
            return profile.GetAWSCredentials(chain);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw new BadInputException(
                $"the AWS profile `{profile.Name}` has no credentials that can be used: "
                + $"`aws configure --profile {profile.Name}` sets them");
        }
    }
}
