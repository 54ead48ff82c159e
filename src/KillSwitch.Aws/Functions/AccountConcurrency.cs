using Amazon;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.Runtime;

namespace KillSwitch.Aws.Functions;

/// <summary>How many executions of functions Lambda lets an account run at once in a region.</summary>
public static class AccountConcurrency
{
    // Lambda keeps so much for functions without a reservation.
    private const int Unreserved = 100;

    // The same in an account whose limit is lower than that.
    private const int UnreservedOfNewAccount = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="ArgumentException">An account does not let so much be reserved; the sentence says how much it does.</exception>
    /// <param name="reserved">Of the meter.</param>
    /// <param name="limit">Of the account.</param>
    public static void Check(int reserved, int limit)
    {
        var most = Math.Max(0, limit - (limit > Unreserved ? Unreserved : UnreservedOfNewAccount));
        if (reserved <= most)
            return;
        throw new ArgumentException(
            $"`{reserved}` is not allowed for `meterConcurrency` in this account: its functions may run {limit} executions at once, of "
            + $"which Lambda lets {(most == 0 ? "none" : most)} be reserved; deploy without it, or ask AWS for a higher limit "
            + "(Service Quotas, Lambda, Concurrent executions)");
    }

    /// <summary>By the credentials of whoever runs this; null where Lambda does not say.</summary>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    public static Task<int?> FindAsync(string region, CancellationToken cancellation) => FindAsync(null, region, cancellation);

    /// <summary>Null where Lambda does not say.</summary>
    /// <param name="credentials">Whose; null for whoever runs this.</param>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    public static async Task<int?> FindAsync(AWSCredentials? credentials, string region, CancellationToken cancellation)
    {
        using var lambda = new AmazonLambdaClient(credentials, new AmazonLambdaConfig
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
