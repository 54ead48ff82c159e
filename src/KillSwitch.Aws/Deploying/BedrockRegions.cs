using System.Net.Sockets;
using Amazon;
using Amazon.Bedrock;
using Amazon.Runtime;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Deploying;

/// <summary>The regions that an account has enabled and that have Bedrock.</summary>
/// <param name="ask">Asks Bedrock of a region for anything; an error tells why it does not answer.</param>
public sealed class BedrockRegions(Func<string, CancellationToken, Task> ask)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Of a region that is not enabled: there, nobody knows the credentials.
    private static readonly string[] Unknown =
        ["UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired", "AuthFailure", "InvalidSignatureException"];

    /// <summary>By a person's credentials.</summary>
    public static BedrockRegions Of(AWSCredentials credentials) => new(async (region, cancellation) =>
    {
        using var bedrock = new AmazonBedrockClient(credentials, new AmazonBedrockConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            MaxErrorRetry = 1,
            Timeout = Patience,
        });
        await bedrock.GetModelInvocationLoggingConfigurationAsync(new(), cancellation);
    });

    /// <summary>Those of a partition, as far as the SDK knows them.</summary>
    public static IReadOnlyList<string> Known(string partition) =>
        [.. RegionEndpoint.EnumerableAllRegions.Where(one => one.PartitionName == partition).Select(one => one.SystemName)
            .Where(AwsRegion.IsName).Order(StringComparer.Ordinal)];

    /// <summary>Of any region by its name, such as <c>aws-cn</c>.</summary>
    public static string PartitionOf(string region) => RegionEndpoint.GetBySystemName(region).PartitionName;

    /// <returns>In order; with why each other did not answer, where that is more than that there is nobody.</returns>
    public async Task<(IReadOnlyList<string> Heard, IReadOnlyList<(string Region, string Why)> Silent)> FindAsync(
        IReadOnlyList<string> candidates, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(
            candidates.Select(async region => (Region: region, Error: await AskedAsync(region, cancellation))));
        return (
            [.. answers.Where(one => one.Error is null).Select(one => one.Region)],
            [.. answers.Where(one => one.Error is not null && !IsNotEnabled(one.Error))
                .Select(one => (one.Region, AwsProblem.ClauseOf(one.Error!)))]);
    }

    private async Task<Exception?> AskedAsync(string region, CancellationToken cancellation)
    {
        try
        {
            await ask(region, cancellation);
            return null;
        }
        catch (Exception error) when (AwsFailure.Is(error) && !cancellation.IsCancellationRequested)
        {
            return error;
        }
    }

    /// <summary>Whether that is the answer of a region that the account has not enabled: there, nobody knows the credentials.</summary>
    public static bool IsNotEnabled(Exception error) =>
        IsOfNobody(error) || (error.InnerException is { } inner && IsNotEnabled(inner));

    private static bool IsOfNobody(Exception error) => error switch
    {
        SocketException socket => socket.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData,
        HttpRequestException http => http.HttpRequestError == HttpRequestError.NameResolutionError,
        AmazonServiceException refused => Unknown.Contains(refused.ErrorCode),
        _ => false,
    };
}
