using Amazon;
using Amazon.CloudFormation;
using Amazon.Lambda;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Amazon.SimpleSystemsManagement;
using KillSwitch.Aws.Deploying;
using KillSwitch.Aws.Functions;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Cli.Deploying;

/// <summary>A person's way into the account that is deployed to.</summary>
internal sealed class DeployAccess : IDisposable
{
    // A package of some megabytes, on a line that is slow.
    private static readonly TimeSpan PatienceWithUploads = TimeSpan.FromMinutes(10);

    private readonly AWSCredentials _credentials;
    private readonly List<IDisposable> _owned = [];

    private DeployAccess(AWSCredentials credentials, RegionEndpoint home, string account, string caller)
    {
        (_credentials, Home, Account, Caller) = (credentials, home.SystemName, account, caller);
        Partition = caller.Split(':')[1];
    }

    /// <summary>Home's region.</summary>
    public string Home { get; }

    public string Account { get; }

    /// <summary>The ARN of the person.</summary>
    public string Caller { get; }

    public string Partition { get; }

    public BedrockRegions Bedrock => BedrockRegions.Of(_credentials);

    /// <summary>How many executions of functions may run at once at home; null where Lambda does not say.</summary>
    public Task<int?> ConcurrencyAsync(CancellationToken cancellation) => AccountConcurrency.FindAsync(_credentials, Home, cancellation);

    public static async Task<DeployAccess> OpenAsync(
        (AWSCredentials Credentials, RegionEndpoint Region) signedIn, CancellationToken cancellation)
    {
        using var sts = new AmazonSecurityTokenServiceClient(signedIn.Credentials, signedIn.Region);
        var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellation);
        return new DeployAccess(signedIn.Credentials, signedIn.Region, caller.Account, caller.Arn);
    }

    /// <summary>What a template knows by these names in every region of the account.</summary>
    public IReadOnlyDictionary<string, string> PseudoParameters => new Dictionary<string, string>
    {
        ["AWS::AccountId"] = Account,
        ["AWS::Partition"] = Partition,
        ["AWS::URLSuffix"] = RegionEndpoint.GetBySystemName(Home).PartitionDnsSuffix,
    };

    public StackInRegion HomeStack(string stack) => Stack(stack, Home);

    public StackInRegion SensorStack(string stack, string region) => Stack(GuardSetting.SensorStack(stack), region);

    /// <summary>Whose bucket in a region the code lies in.</summary>
    /// <param name="name">Null for the one that a deployment makes.</param>
    /// <param name="region">Of the functions.</param>
    public CodeBucket Bucket(string? name, string region) => new(
        Own(new AmazonS3Client(_credentials, new AmazonS3Config
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            ForcePathStyle = true,
            Timeout = PatienceWithUploads,
        })), name ?? CodeBucket.NameOf(Account, region), Account, region);

    /// <summary>What home's deployment wrote down.</summary>
    public async Task<DeployedGuard> DeployedAsync(string stack, CancellationToken cancellation)
    {
        using var systems = Systems();
        return await DeployedGuard.FindAsync(systems, stack, Home, Caller, cancellation);
    }

    /// <summary>The same by what its functions are told.</summary>
    public async Task<DeployedGuard> RecoveredAsync(StackInRegion home, CancellationToken cancellation)
    {
        using var lambda = new AmazonLambdaClient(
            _credentials, new AmazonLambdaConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(Home) });
        return await DeployedGuard.OfFunctionsAsync(lambda, home, Caller, cancellation);
    }

    /// <summary>Writes down where home is.</summary>
    public async Task WriteAsync(Deployment place, CancellationToken cancellation)
    {
        using var systems = Systems();
        await DeployedGuard.WriteAsync(systems, place, cancellation);
    }

    public void Dispose() => _owned.ForEach(one => one.Dispose());

    private AmazonSimpleSystemsManagementClient Systems() => new(_credentials, RegionEndpoint.GetBySystemName(Home));

    private StackInRegion Stack(string name, string region) => new(
        Own(new AmazonCloudFormationClient(_credentials, new AmazonCloudFormationConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
        })), name, region);

    private T Own<T>(T client)
        where T : IDisposable
    {
        _owned.Add(client);
        return client;
    }
}
