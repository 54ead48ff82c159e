using Amazon;
using Amazon.Bedrock;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.IdentityManagement;
using Amazon.Runtime;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Logging;
using KillSwitch.Aws.Metrics;
using KillSwitch.Aws.Routes;
using KillSwitch.Cli.Inputs;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Principals;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Cli.Session;

/// <summary>
/// A person at an account's own past: what Bedrock logged there, and what CloudWatch counted. Nothing is changed, and no guard need be
/// there.
/// </summary>
internal sealed class AccountHistory : IDisposable
{
    private readonly AmazonBedrockClient _bedrock;
    private readonly AmazonCloudWatchLogsClient _logs;
    private readonly AmazonCloudWatchClient _metrics;
    private readonly AmazonIdentityManagementServiceClient _iam;
    private readonly BedrockByRegion _byRegion;

    public AccountHistory(AWSCredentials credentials, RegionEndpoint region)
    {
        Region = region.SystemName;
        _bedrock = new AmazonBedrockClient(credentials, new AmazonBedrockConfig { RegionEndpoint = region });
        _logs = new AmazonCloudWatchLogsClient(credentials, new AmazonCloudWatchLogsConfig { RegionEndpoint = region });
        _metrics = new AmazonCloudWatchClient(credentials, new AmazonCloudWatchConfig { RegionEndpoint = region });
        _iam = new AmazonIdentityManagementServiceClient(credentials, new AmazonIdentityManagementServiceConfig
        {
            RegionEndpoint = region,
        });
        _byRegion = new BedrockByRegion(credentials);
    }

    public string Region { get; }

    /// <summary>The models behind names that hide them.</summary>
    public RouteBook Routes => new(new BedrockRoutes(_byRegion), new InMemoryMemory(), TimeProvider.System);

    /// <param name="named">A log group that the person names; null for the one that is written to.</param>
    public async Task<LogSource> SourceAsync(string? named, CancellationToken cancellation)
    {
        if (named is not null)
        {
            return await LogGroupArchive.FindAsync(_logs, named, cancellation) is { } chosen
                ? new LogSource.Readable(chosen)
                : throw new BadInputException($"there is no log group `{named}` in {Region}");
        }

        var delivery = await LogDelivery.AskAsync(_bedrock, cancellation);
        if (LogSource.Obstacle(delivery, Region) is { } obstacle)
            return obstacle;
        var name = ((LogDelivery.Group)delivery).Name;
        return await LogGroupArchive.FindAsync(_logs, name, cancellation) is { } group
            ? new LogSource.Readable(group)
            : new LogSource.Unreadable(
                $"invocation logging in {Region} writes to `{name}`, which is not there", "make the log group, or set up logging anew");
    }

    public IInvocationArchive Archive(LogSource.Readable source) => new LogGroupArchive(_logs, source.Group.LogGroupName, Region);

    /// <summary>On which paths the principals are that a policy names by one; what IAM does not say stays unknown.</summary>
    public async Task<PrincipalPaths> PathsAsync(Policy policy, string account, CancellationToken cancellation)
    {
        var rules = new RuleBook(policy);
        await new PathBook(new PrincipalList(_iam, prepared: []), new InMemoryMemory(), account, TimeProvider.System)
            .TeachAsync(rules, batch: [], cancellation);
        return rules.Paths;
    }

    /// <summary>The records with what a policy looks at and the log does not say, as AWS says it now.</summary>
    public async Task<List<Invocation>> DescribedAsync(Policy policy, List<Invocation> records, CancellationToken cancellation)
    {
        var memory = new InMemoryMemory();
        var facts = new CallFacts(
            new PrincipalBook(new PrincipalList(_iam, prepared: []), memory, TimeProvider.System),
            new ProfileTagBook(new BedrockRoutes(_byRegion), memory, TimeProvider.System));
        return [.. await facts.DescribeAsync(new RuleBook(policy), records, cancellation)];
    }

    /// <summary>What CloudWatch counted by the hour.</summary>
    public async Task<MetricReading> MetricsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        await new CloudWatchMetrics(_metrics, Region)
        {
            Grain = TimeSpan.FromHours(1),
            IncludesQuiet = true,
        }.ReadAsync(from, until, cancellation);

    public void Dispose()
    {
        _bedrock.Dispose();
        _logs.Dispose();
        _metrics.Dispose();
        _iam.Dispose();
        _byRegion.Dispose();
    }
}
