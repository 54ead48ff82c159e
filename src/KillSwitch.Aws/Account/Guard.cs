using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Amazon;
using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using Amazon.Budgets;
using Amazon.CloudFormation;
using Amazon.CloudTrail;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CostExplorer;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.IdentityManagement;
using Amazon.Lambda;
using Amazon.Organizations;
using Amazon.Pricing;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using KillSwitch.Aws.Api.Raw;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Bills;
using KillSwitch.Aws.Budgets;
using KillSwitch.Aws.Chat;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Drills;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Functions;
using KillSwitch.Aws.Gateways;
using KillSwitch.Aws.Health;
using KillSwitch.Aws.Leases;
using KillSwitch.Aws.Ledger;
using KillSwitch.Aws.Logging;
using KillSwitch.Aws.Messages;
using KillSwitch.Aws.Metrics;
using KillSwitch.Aws.Organizations;
using KillSwitch.Aws.Policies;
using KillSwitch.Aws.PriceLists;
using KillSwitch.Aws.Routes;
using KillSwitch.Aws.RunningWork;
using KillSwitch.Aws.Stops;
using KillSwitch.Aws.Tampering;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Backfill;
using KillSwitch.Engine.Budgets;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Leases;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.PriceLists;
using KillSwitch.Engine.Principals;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Aws.Account;

/// <summary>The guard of an account: every port over AWS, put together. The same for a function and for a person's command line.</summary>
public sealed class Guard : IDisposable
{
    private readonly AmazonDynamoDBClient _dynamo;
    private readonly AmazonIdentityManagementServiceClient _iam;
    private readonly AmazonSimpleNotificationServiceClient _sns;
    private readonly ConcurrentDictionary<string, AmazonSimpleNotificationServiceClient> _topics = new(StringComparer.Ordinal);
    private readonly AmazonBudgetsClient _budgets;
    private readonly AmazonEventBridgeClient _events;
    private readonly AmazonOrganizationsClient _organizations;
    private readonly BedrockByRegion _bedrock;
    private readonly AWSCredentials _credentials;
    private readonly TimeProvider _clock;
    private readonly LedgerTable _table;
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, CloudWatchMetrics> _looks = new(StringComparer.Ordinal);
    private CostExplorerBill? _bill;

    /// <param name="place">Where it lives.</param>
    /// <param name="credentials">Whose power is used.</param>
    /// <param name="clock">The time.</param>
    /// <param name="regions">Where Bedrock may be called, its own first; null for its own alone.</param>
    /// <param name="seen">What stands before the ports, for whoever has to know what was written; null for nothing.</param>
    public Guard(
        Deployment place, AWSCredentials credentials, TimeProvider clock, IReadOnlyList<string>? regions = null,
        Func<GuardPorts, GuardPorts>? seen = null)
    {
        Place = place;
        _credentials = credentials;
        _clock = clock;
        var region = RegionEndpoint.GetBySystemName(place.Region);
        // The table is home's, whichever region a sensor runs in, also where all of AWS answers at one address.
        _dynamo = new AmazonDynamoDBClient(
            credentials, new AmazonDynamoDBConfig { RegionEndpoint = region, AuthenticationRegion = place.Region });
        _iam = new AmazonIdentityManagementServiceClient(credentials, new AmazonIdentityManagementServiceConfig
        {
            RegionEndpoint = region,
        });
        _sns = new AmazonSimpleNotificationServiceClient(credentials, new AmazonSimpleNotificationServiceConfig
        {
            RegionEndpoint = region,
        });
        _budgets = new AmazonBudgetsClient(credentials, new AmazonBudgetsConfig { RegionEndpoint = region });
        var table = _table = new LedgerTable(_dynamo, place.Table);
        Ledger = new DynamoLedger(table, clock);
        Usage = new UsageReader(Ledger);
        Stops = new DynamoStopStore(table, clock);
        Policies = new DynamoPolicyStore(table);
        Heartbeats = new Heartbeats(table);
        Memory = new GuardMemory(table);
        Prices = new DynamoPriceStore(table);
        Audit = new AuditTrail(table);
        Drills = new DynamoDrillBook(table);
        _bedrock = new BedrockByRegion(credentials);
        var routes = new BedrockRoutes(_bedrock);
        Routes = new RouteBook(routes, Memory, clock);
        Paths = new PathBook(Principals, Memory, place.Account, clock);
        Facts = new CallFacts(new PrincipalBook(Principals, Memory, clock), new ProfileTagBook(routes, Memory, clock));
        _organizations = new AmazonOrganizationsClient(credentials, new AmazonOrganizationsConfig { RegionEndpoint = region });
        var room = new DenyRoom(place.DenyOrder, Memory);
        var tags = StopTags.Of(place.Stack);
        var carriers = new CarrierBook(Memory);
        var everywhere = regions ?? [place.Region];
        var beside = place.Denies.GetValueOrDefault(PreparedDeny.Guard) is { } guardPolicy
            ? new AccompanyingDeny(_iam, guardPolicy, [place.Arn(PreparedDeny.Model), place.Arn(PreparedDeny.Taken)])
            : null;
        _events = new AmazonEventBridgeClient(credentials, new AmazonEventBridgeConfig { RegionEndpoint = region });
        Enforcer = new TagEnforcer(new OrganizationEnforcer(
            new IamEnforcer(
                _iam,
                place.Arn(PreparedDeny.Spending),
                new SessionByTag(_iam, place.Arn(PreparedDeny.Session), clock) { Room = room, Tags = tags },
                new ModelByTag(
                    _iam, place.Arn(PreparedDeny.Model), Policies, new OwnModels(routes, Memory, everywhere, tags.OwnModels), clock)
                {
                    Beside = beside,
                    Room = room,
                    Tags = tags,
                },
                new TakenByTag(
                    _iam, place.Arn(PreparedDeny.Taken), Policies,
                    new OwnModels(routes, Memory, everywhere, tags.Taken.OwnModels, "own-models-taken"),
                    new OfferedModels(_bedrock, everywhere, clock), clock)
                {
                    Carriers = carriers,
                    Beside = beside,
                    Room = room,
                    Tags = tags,
                },
                new AccountDeny(_iam, place.Arn(PreparedDeny.Account), Policies, clock) { Room = room },
                clock)
            {
                Room = room,
                Principals = new PrincipalsDeny(_iam, place.Arn(PreparedDeny.Principals), Policies, CarriersAsync, clock)
                {
                    Carriers = carriers,
                    Room = room,
                },
            },
            place.Account,
            Control = place.PrincipalScp is { } principals
                ? new PrincipalControl(Policy(principals), Stops, Memory, clock, place.KeptByScp, Policies)
                : null,
            place.AccountScp is { } everyone ? new AccountControl(Policy(everyone), Policies, clock) : null), _events, place.Stack, clock);
        Holds =
        [
            new PreparedHold(StandingHold.Mantle, _iam, place.Arn(PreparedDeny.Mantle), Policies, Memory, clock) { Room = room },
            new PreparedHold(StandingHold.Unmetered, _iam, place.Arn(PreparedDeny.Unmetered), Policies, Memory, clock) { Room = room },
            new PreparedHold(StandingHold.OtherRegions(place.OtherRegions == GuardSetting.DenyOtherRegions), _iam,
                place.Arn(PreparedDeny.Regions), Policies, Memory, clock)
            {
                Room = room,
            },
        ];
        Waiting = new WaitingMessages(Stops, new EarlierOutbox(table), clock);
        Notifier = new SnsNotifier(Topics, place.Topic, place.ChatTopic, new GuardAddress(place.Stack, place.Region), Waiting, clock);
        var ports = new GuardPorts
        {
            Account = place.Account,
            Ledger = Ledger,
            Book = Ledger,
            Stops = Stops,
            Enforcer = Enforcer,
            Notifier = Notifier,
            Memory = Memory,
            Heartbeats = Heartbeats,
            Actions = Audit,
            Prices = Prices,
            Clock = clock,
            Words = AwsProblem.ClauseOf,
        };
        Ports = seen?.Invoke(ports) ?? ports;
        Enforcement = new Enforcement(Ports) { Operators = place.Operators };
        Budgets = new BudgetCheck(new DescribedBudgets(_budgets), Enforcement);
    }

    public Deployment Place { get; }

    /// <summary>What the cycle works with.</summary>
    public GuardPorts Ports { get; }

    public DynamoLedger Ledger { get; }

    public UsageReader Usage { get; }

    public DynamoStopStore Stops { get; }

    public DynamoPolicyStore Policies { get; }

    public Heartbeats Heartbeats { get; }

    public GuardMemory Memory { get; }

    public AuditTrail Audit { get; }

    /// <summary>What drills have found.</summary>
    public DynamoDrillBook Drills { get; }

    /// <summary>What was taken up of AWS's Price List.</summary>
    public DynamoPriceStore Prices { get; }

    /// <summary>What of the table could not be read.</summary>
    public DamagedItems Damaged => _table.Damaged;

    /// <summary>The models behind names that hide them.</summary>
    public RouteBook Routes { get; }

    public IEnforcer Enforcer { get; }

    /// <summary>Who is stopped by the organization's policy; null where none was deployed.</summary>
    public PrincipalControl? Control { get; }

    /// <summary>Who there is in the account.</summary>
    public PrincipalList Principals =>
        new(_iam, [.. Place.PreparedPolicies, .. Place.Lease is { } lease ? (string[])[lease.PolicyArn] : []]);

    /// <summary>The paths that a policy asks for.</summary>
    public PathBook Paths { get; }

    /// <summary>What a policy looks at and no record says.</summary>
    public CallFacts Facts { get; }

    private async ValueTask<IReadOnlyList<StopTarget.Principals>> CarriersAsync(CancellationToken cancellation) =>
        [.. (await Stops.OpenAsync(cancellation))
            .Where(stop => stop.State is StopState.Intended or StopState.Enforced or StopState.Failed)
            .Select(stop => stop.Denied).OfType<StopTarget.Principals>().Distinct()];

    /// <summary>A policy, made ready for this account.</summary>
    public async ValueTask<RuleBook> RulesAsync(Policy policy, CancellationToken cancellation)
    {
        var rules = new RuleBook(policy);
        await Paths.TeachAsync(rules, batch: [], cancellation);
        return rules;
    }

    /// <summary>What could not be told yet.</summary>
    public WaitingMessages Waiting { get; }

    public SnsNotifier Notifier { get; }

    public Enforcement Enforcement { get; }

    /// <summary>Holds what AWS Budgets says against what was counted.</summary>
    public BudgetCheck Budgets { get; }

    /// <summary>The API keys of users, for a person with the power to change them.</summary>
    public BedrockKeys Keys => new(_iam);

    /// <summary>Keep principals from what no record meters, where the policy or the deployment says so.</summary>
    public IReadOnlyList<PreparedHold> Holds { get; }

    /// <summary>Takes everything off everybody.</summary>
    public DenyRemoval Removal => new(_iam, Enforcement, Place.PreparedPolicies)
    {
        Tags = StopTags.Of(Place.Stack),
        ControlPolicies = [.. new[] { Place.AccountScp, Place.PrincipalScp }.OfType<string>().Select(Policy)],
    };

    private ControlPolicy Policy(string id) => new(_organizations, id, Place.Account);

    /// <summary>The lease of those who may spend only while the guard lives.</summary>
    public DynamoLeaseBook LeaseBook => new(_table);

    /// <summary>Renews that lease; null where nobody is leased.</summary>
    public LeaseKeeper? Leases => Place.Lease is { } terms ? new LeaseKeeper(terms, LeaseBook, LeaseDeny(terms.PolicyArn), Notifier) : null;

    /// <summary>The deny of a lapsed lease.</summary>
    public LeaseDeny LeaseDeny(string policyArn) => new(_iam, policyArn);

    /// <summary>Bedrock's invocation logging in a region; the caller disposes of it.</summary>
    public InvocationLogging Logging(string region) =>
        new(_credentials, RegionEndpoint.GetBySystemName(region), _table, Place.Redeployment);

    /// <summary>EventBridge in a region; the caller disposes of it.</summary>
    public AmazonEventBridgeClient Events(string region) => new(_credentials, new AmazonEventBridgeConfig
    {
        RegionEndpoint = RegionEndpoint.GetBySystemName(region),
    });

    /// <summary>The log groups that records come from in a region.</summary>
    public OwnGroups OwnGroups(string region, string? deployed) => new(_table, Memory, _bedrock.In(region), region, deployed);

    /// <summary>CloudFormation in a region; the caller disposes of it.</summary>
    public AmazonCloudFormationClient Formation(string region) => new(
        _credentials, new AmazonCloudFormationConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            MaxErrorRetry = 1,
            Timeout = TimeSpan.FromSeconds(5),
        });

    /// <summary>What a name that hides its model stands for.</summary>
    public ValueTask<RouteAnswer> RouteOfAsync(ModelRoute route, CancellationToken cancellation) =>
        new BedrockRoutes(_bedrock).FindAsync(route, cancellation);

    /// <summary>The ids of the inference profiles that Bedrock offers in a region.</summary>
    public async ValueTask<IReadOnlyList<string>> ProfilesAsync(string region, CancellationToken cancellation)
    {
        var ids = new List<string>();
        var profiles = Pages.Each(
            token => _bedrock.In(region).ListInferenceProfilesAsync(new ListInferenceProfilesRequest { NextToken = token }, cancellation),
            page => page.NextToken, page => page.InferenceProfileSummaries);
        await foreach (var profile in profiles)
            ids.Add(profile.InferenceProfileArn);
        return ids;
    }

    /// <summary>Jobs and provisioned throughput in a region.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    public IRunningWork RunningWork(string region)
    {
        var trail = new AmazonCloudTrailClient(_credentials, new AmazonCloudTrailConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            MaxErrorRetry = 1,
            Timeout = TimeSpan.FromSeconds(5),
        });
        _owned.Add(trail);
        return new BedrockWork(_bedrock.In(region), trail, region, _clock);
    }

    /// <summary>What people pressed in a chat channel.</summary>
    /// <param name="queue">The name of the queue, in the guard's region.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    public ChatPresses Presses(string queue)
    {
        var sqs = new AmazonSQSClient(_credentials, new AmazonSQSConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(Place.Region) });
        _owned.Add(sqs);
        return new ChatPresses(sqs, queue);
    }

    /// <summary>Batch jobs that are over, in the region of the work.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    public IBatchJobs BatchJobs(IRunningWork work) => new BatchJobs(_bedrock.In(work.Region), work, new Lazy<IAmazonS3>(() =>
    {
        var s3 = new AmazonS3Client(_credentials, new AmazonS3Config
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(work.Region),
            // A bucket's name may have dots, and then no certificate fits it.
            ForcePathStyle = true,
            MaxErrorRetry = 1,
            Timeout = TimeSpan.FromSeconds(5),
        });
        _owned.Add(s3);
        return s3;
    }));

    /// <summary>Which sensors are set up.</summary>
    public SensorBook Sensors => new(Memory);

    /// <summary>The rules on CloudTrail's events, of home and of every sensor.</summary>
    /// <param name="count">How many were deployed at home.</param>
    /// <param name="setupFunction">What they tell at home, by ARN; null where that is not said.</param>
    public ITamperRules TamperRules(int count, string? setupFunction)
    {
        return new RulesByRegion(
            Of(Place.Region, _ => ValueTask.FromResult<int?>(count), setupFunction is null ? [] : [setupFunction, Place.Topic]),
            Further.ToDictionary(
                region => region, region => Of(region, cancellation => Sensors.RulesAsync(region, cancellation), listeners: [])));

        ITamperRules Of(string region, Func<CancellationToken, ValueTask<int?>> deployed, string[] listeners) => new StackRules(
            Owned(Events(region)), GuardSetting.TamperRulesPrefix(OwnNames.Of(Place, region).Stack), deployed, listeners);
    }

    /// <summary>What Lambda reserves for functions, of home and of every sensor.</summary>
    /// <param name="deployed">Those of home.</param>
    public IFunctionReserves Functions(IReadOnlyList<DeployedFunction> deployed)
    {
        // The same everywhere.
        var meterConcurrency = deployed.FirstOrDefault(one => one.Part == GuardFunction.Meter)?.Concurrency;
        return new FunctionsByRegion(
            Of(Place.Region, deployed),
            Further.ToDictionary(region => region, region => Of(
                region, [InSensor(GuardFunction.Meter, region, meterConcurrency), InSensor(GuardFunction.Setup, region, null)])),
            Sensors);

        DeployedFunction InSensor(string handler, string region, int? concurrency) =>
            new(handler, GuardSetting.SensorFunction(Place.Stack, handler), concurrency) { Region = region };

        IFunctionReserves Of(string region, IReadOnlyList<DeployedFunction> functions) => new FunctionReserves(
            Owned(new AmazonLambdaClient(_credentials, new AmazonLambdaConfig
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(region),
                MaxErrorRetry = 1,
                Timeout = TimeSpan.FromSeconds(5),
            })), functions);
    }

    /// <summary>Runs of a function that fill spans of a log group side by side: the watch's own.</summary>
    public ISpanWorkers SpanWorkers(string function) => new WatchWorkers(
        Owned(new PostClient(_credentials, new PostConfig(WatchWorkers.Service)
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(Place.Region),
            MaxErrorRetry = 0,
            // As long as the function may run.
            Timeout = TimeSpan.FromSeconds(55),
        })), function);

    private IEnumerable<string> Further => Place.Heard.Skip(1);

    private T Owned<T>(T client)
        where T : IDisposable
    {
        _owned.Add(client);
        return client;
    }

    /// <summary>What AWS bills the account.</summary>
    public IBill Bill => _bill ??= OwnBill();

    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    private CostExplorerBill OwnBill()
    {
        var costs = new AmazonCostExplorerClient(_credentials, new AmazonCostExplorerConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(Place.Region),
            // Each request costs a cent, and a minute of the watch is short.
            MaxErrorRetry = 1,
            Timeout = TimeSpan.FromSeconds(10),
        });
        _owned.Add(costs);
        return new CostExplorerBill(costs, Place.Account);
    }

    /// <summary>Reads AWS's Price List; null where none is to be read.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    public PriceRefresh? PriceRefresh()
    {
        if (OfferFiles.Here is not { } files)
            return null;
        var pricing = new AmazonPricingClient(_credentials, new AmazonPricingConfig
        {
            // One of the few regions that have it.
            RegionEndpoint = RegionEndpoint.USEast1,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromSeconds(10),
        });
        _owned.Add(pricing);
        return new PriceRefresh(new AwsPriceLists(files, pricing, _bedrock), Prices);
    }

    /// <summary>Bedrock's metrics in a region, with the log group where its records are taken in.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    public WatchedRegion Watched(string region, bool isHeard)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        var metrics = new CloudWatchMetrics(
            Owned(new AmazonCloudWatchClient(_credentials, new AmazonCloudWatchConfig { RegionEndpoint = endpoint })), region)
        {
            ByProject = isHeard && Place.MantleCallers,
        };
        return new WatchedRegion(metrics, isHeard ? Archive(region) : null)
        {
            IsSetUp = region == Place.Region ? null : cancellation => Sensors.IsSetUpAsync(region, cancellation),
        };
    }

    /// <summary>The log group that records go to in a region, or went to last; it is remembered. Null where there never was one.</summary>
    public ValueTask<string?> GroupInUseAsync(string region, CancellationToken cancellation) => Archive(region).InUseAsync(cancellation);

    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    private InvocationArchive Archive(string region)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        return new InvocationArchive(
            Owned(new AmazonBedrockClient(_credentials, new AmazonBedrockConfig { RegionEndpoint = endpoint })),
            Owned(new AmazonCloudWatchLogsClient(_credentials, new AmazonCloudWatchLogsConfig { RegionEndpoint = endpoint })),
            Memory,
            Place.Account,
            region);
    }

    /// <summary>
    /// When Bedrock was called last in a region, by its metrics of three hours; null for not at all, and where the account has no such
    /// region or may not look there.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The guard owns the clients that it makes.")]
    public async ValueTask<DateTimeOffset?> NewestCallAsync(string region, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!_looks.TryGetValue(region, out var metrics))
        {
            var client = new AmazonCloudWatchClient(_credentials, new AmazonCloudWatchConfig
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(region),
                MaxErrorRetry = 0,
                Timeout = TimeSpan.FromSeconds(5),
            });
            _owned.Add(client);
            _looks.Add(region, metrics = new CloudWatchMetrics(client, region));
        }

        try
        {
            var reading = await metrics.ReadAsync(now - TimeSpan.FromHours(3), now, cancellation);
            return reading.Minutes.Where(minute => minute.Calls > 0)
                .Select(minute => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(minute.Second)).Max();
        }
        // A region that is not enabled takes no key of the account, and where nobody may look, an organization has closed the region.
        catch (AmazonCloudWatchException error) when (error.ErrorCode is "InvalidClientTokenId" or "UnrecognizedClientException"
            or "OptInRequired" or "AccessDenied" or "AccessDeniedException")
        {
            return null;
        }
    }

    // An owner's topic may be in another region.
    private AmazonSimpleNotificationServiceClient Topics(string region) => region == Place.Region
        ? _sns
        : _topics.GetOrAdd(region, name => new AmazonSimpleNotificationServiceClient(
            _credentials, new AmazonSimpleNotificationServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(name) }));

    public void Dispose()
    {
        _dynamo.Dispose();
        _iam.Dispose();
        _sns.Dispose();
        foreach (var topics in _topics.Values)
            topics.Dispose();
        _budgets.Dispose();
        _events.Dispose();
        _organizations.Dispose();
        _bedrock.Dispose();
        foreach (var one in _owned)
            one.Dispose();
    }
}
