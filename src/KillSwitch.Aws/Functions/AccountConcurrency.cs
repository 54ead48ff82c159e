using Amazon;
using Amazon.Lambda;
using Amazon.Lambda.Model;

namespace KillSwitch.Aws.Functions;

/// <summary>How many executions of functions Lambda lets an account run at once in a region.</summary>
public static class AccountConcurrency
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>By the credentials of whoever runs this; null where Lambda does not say.</summary>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    public static async Task<int?> FindAsync(string region, CancellationToken cancellation)
    {
        using var lambda = new AmazonLambdaClient(credentials: null, new AmazonLambdaConfig
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            MaxErrorRetry = 1,
            Timeout = Patience,
        });
        return await FindAsync(lambda, cancellation);
    }

    /// <summary>Null where Lambda does not say.</summary>
    /// <param name="lambda">Lambda in the region.</param>
    public static async Task<int?> FindAsync(AmazonLambdaClient lambda, CancellationToken cancellation)
    {
        try
        {
            return (await lambda.GetAccountSettingsAsync(new GetAccountSettingsRequest(), cancellation)).AccountLimit?.ConcurrentExecutions;
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return null;
        }
    }
}
