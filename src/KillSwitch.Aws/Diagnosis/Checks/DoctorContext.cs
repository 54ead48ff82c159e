using Amazon;
using Amazon.Bedrock;
using Amazon.Budgets;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.IdentityManagement;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.Scheduler;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Denies;
using KillSwitch.Core.Access;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>A guard under examination: whom to ask, and what several checks want to know, asked once. Nothing is changed.</summary>
/// <param name="credentials">Whose power is used.</param>
/// <param name="caller">Who that is.</param>
/// <param name="sensor">The region of the sensor that is looked at; null for home.</param>
public sealed class DoctorContext(
    Guard guard, AWSCredentials credentials, Principal caller, TimeProvider clock, string? sensor = null) : IDisposable
{
    private readonly RegionEndpoint _region = RegionEndpoint.GetBySystemName(sensor ?? guard.Place.Region);
    private readonly Dictionary<string, DoctorContext> _sensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IDisposable> _clients = new(StringComparer.Ordinal);

    internal Guard Guard => guard;

    // Home's log group is of home's region.
    internal Deployment Place => sensor is null ? guard.Place : guard.Place with { LogGroup = null };

    /// <summary>How people deploy it again.</summary>
    internal Redeployment Redeployment => Place.Redeployment;

    /// <summary>What the stack that is looked at calls its own.</summary>
    internal OwnNames Own => OwnNames.Of(Place, sensor ?? Place.Region);

    /// <summary>The same guard, looked at where a sensor of it is.</summary>
    internal DoctorContext In(string region)
    {
        lock (_sensors)
        {
            if (!_sensors.TryGetValue(region, out var there))
                _sensors.Add(region, there = new DoctorContext(guard, credentials, caller, clock, region));
            return there;
        }
    }

    internal TimeProvider Clock => clock;

    /// <summary>The person who asks.</summary>
    internal Principal Caller => caller;

    internal DateTimeOffset Now => clock.GetUtcNow();

    internal AmazonIdentityManagementServiceClient Iam =>
        Client("iam", () => new AmazonIdentityManagementServiceClient(credentials, new AmazonIdentityManagementServiceConfig
        {
            RegionEndpoint = _region,
        }));

    internal AmazonCloudFormationClient CloudFormation =>
        Client("cloudformation", () => new AmazonCloudFormationClient(credentials, new AmazonCloudFormationConfig
        {
            RegionEndpoint = _region,
        }));

    internal AmazonLambdaClient Lambda => Client("lambda", () => new AmazonLambdaClient(credentials, new AmazonLambdaConfig
    {
        RegionEndpoint = _region,
    }));

    internal AmazonSchedulerClient Scheduler => Client("scheduler", () => new AmazonSchedulerClient(credentials, new AmazonSchedulerConfig
    {
        RegionEndpoint = _region,
    }));

    internal AmazonSQSClient Queues => Client("sqs", () => new AmazonSQSClient(credentials, new AmazonSQSConfig
    {
        RegionEndpoint = _region,
        AuthenticationRegion = _region.SystemName,
    }));

    internal AmazonDynamoDBClient Dynamo => Client("dynamodb", () => new AmazonDynamoDBClient(credentials, _region));

    internal AmazonBudgetsClient Budgets => Client("budgets", () => new AmazonBudgetsClient(credentials, new AmazonBudgetsConfig
    {
        RegionEndpoint = _region,
    }));

    internal AmazonCloudWatchClient CloudWatch =>
        Client("cloudwatch", () => new AmazonCloudWatchClient(credentials, new AmazonCloudWatchConfig { RegionEndpoint = _region }));

    internal AmazonCloudWatchLogsClient Logs =>
        Client("logs", () => new AmazonCloudWatchLogsClient(credentials, new AmazonCloudWatchLogsConfig { RegionEndpoint = _region }));

    internal AmazonEventBridgeClient Events => Client("events", () => new AmazonEventBridgeClient(credentials, new AmazonEventBridgeConfig
    {
        RegionEndpoint = _region,
    }));

    internal AmazonSimpleNotificationServiceClient Topics =>
        Client("sns", () => new AmazonSimpleNotificationServiceClient(credentials, new AmazonSimpleNotificationServiceConfig
        {
            RegionEndpoint = _region,
        }));

    internal AmazonOrganizationsClient Organizations =>
        Client("organizations", () => new AmazonOrganizationsClient(credentials, new AmazonOrganizationsConfig
        {
            RegionEndpoint = _region,
        }));

    internal AmazonBedrockClient Bedrock(string region) =>
        Client("bedrock/" + region, () => new AmazonBedrockClient(credentials, new AmazonBedrockConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
        }));

    /// <summary>What CloudFormation says that the stack made.</summary>
    internal Task<IReadOnlyList<StackResourceSummary>> StackAsync(CancellationToken cancellation) => OnceAsync("stack", async () =>
        (IReadOnlyList<StackResourceSummary>)await Pages.Each(
            token => CloudFormation.ListStackResourcesAsync(new ListStackResourcesRequest
            {
                StackName = Own.Stack,
                NextToken = token,
            }, cancellation),
            page => page.NextToken,
            page => page.StackResourceSummaries).ToListAsync(cancellation));

    /// <summary>The names or ids by which a service knows what the stack made of a type, such as <c>AWS::SNS::Topic</c>.</summary>
    internal async Task<IReadOnlyList<string>> MadeAsync(string type, CancellationToken cancellation) =>
        [.. (await StackAsync(cancellation)).Where(one => one.ResourceType == type).Select(one => one.PhysicalResourceId).OfType<string>()
            .Where(id => id.Length > 0)];

    /// <summary>The functions of the stack, those that are gone among them.</summary>
    internal Task<IReadOnlyList<GuardFunctionState>> FunctionsAsync(CancellationToken cancellation) => OnceAsync("functions", async () =>
    {
        var functions = new List<GuardFunctionState>();
        foreach (var name in await MadeAsync("AWS::Lambda::Function", cancellation))
        {
            try
            {
                functions.Add(new GuardFunctionState(
                    name, await Lambda.GetFunctionConfigurationAsync(new GetFunctionConfigurationRequest
                    {
                        FunctionName = name,
                    }, cancellation)));
            }
            catch (AmazonLambdaException error) when (error.Is("ResourceNotFoundException"))
            {
                functions.Add(new GuardFunctionState(name, null));
            }
        }

        return (IReadOnlyList<GuardFunctionState>)functions;
    });

    /// <summary>One of them; null where it is gone.</summary>
    internal async Task<GuardFunctionState?> FunctionAsync(string handler, CancellationToken cancellation) =>
        (await FunctionsAsync(cancellation)).FirstOrDefault(function => function.Handler == handler);

    /// <summary>Which program the meter runs, as Lambda names it; <c>unknown</c> where that may not be looked at.</summary>
    public async ValueTask<string> MeterProgramAsync(CancellationToken cancellation)
    {
        try
        {
            return (await FunctionAsync(GuardFunction.Meter, cancellation))?.Configuration?.CodeSha256 ?? "unknown";
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return "unknown";
        }
    }

    /// <summary>The regions that the watch looks at, the guard's own first; its own alone where that cannot be said.</summary>
    public async Task<IReadOnlyList<string>> RegionsAsync(CancellationToken cancellation)
    {
        try
        {
            var watched = (await FunctionAsync(GuardFunction.Watch, cancellation))?.Setting(GuardSetting.Regions) ?? "";
            return [.. watched.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Prepend(Place.Region)
                .Distinct()];
        }
        catch (Exception error) when (LookRefusal.Is(error))
        {
            return [Place.Region];
        }
    }

    internal Task<PolicyState> PolicyAsync(CancellationToken cancellation) => OnceAsync("policy", async () =>
    {
        var found = await guard.Policies.FindInForceAsync(cancellation);
        return new PolicyState(found.Version, found.Policy, found.Problem);
    });

    internal Task<IReadOnlyList<Heartbeat>> HeartbeatsAsync(CancellationToken cancellation) =>
        OnceAsync("heartbeats", () => guard.Heartbeats.ReadAsync(cancellation).AsTask());

    /// <summary>What the watch found wrong.</summary>
    internal Task<IReadOnlyList<LastingCondition>> ConditionsAsync(CancellationToken cancellation) =>
        OnceAsync("conditions", () => new HealthBook(guard.Memory, guard.Notifier).ReadAsync(cancellation).AsTask());

    /// <summary>The one of a kind; null where that is not so.</summary>
    internal async Task<Condition?> ConditionAsync(string kind, CancellationToken cancellation) =>
        (await ConditionsAsync(cancellation)).FirstOrDefault(one => one.Condition.Kind == kind)?.Condition;

    /// <summary>Open stops.</summary>
    internal Task<IReadOnlyCollection<Stop>> StopsAsync(CancellationToken cancellation) =>
        OnceAsync("stops", async () => (IReadOnlyCollection<Stop>)[.. await guard.Stops.OpenAsync(cancellation)]);

    /// <summary>Every role and user, and who of them may spend.</summary>
    internal Task<IReadOnlyList<AccountPrincipal>> PrincipalsAsync(CancellationToken cancellation) =>
        OnceAsync("principals", () => AccountPrincipals.ReadAsync(Iam, cancellation));

    /// <summary>Every role and user, ready to be evaluated.</summary>
    internal Task<IReadOnlyList<Identity>> IdentitiesAsync(CancellationToken cancellation) =>
        OnceAsync("identities", () => AccountIdentities.ReadAsync(Iam, cancellation));

    public void Dispose()
    {
        foreach (var there in _sensors.Values)
            there.Dispose();
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    /// <summary>What was asked for under this name, or is asked for now.</summary>
    internal Task<T> OnceAsync<T>(string what, Func<Task<T>> ask)
    {
        lock (_asked)
        {
            if (!_asked.TryGetValue(what, out var asked))
                _asked[what] = asked = ask();
            return (Task<T>)asked;
        }
    }

    private T Client<T>(string name, Func<T> create)
        where T : class, IDisposable
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(name, out var client))
                _clients[name] = client = create();
            return (T)client;
        }
    }
}
