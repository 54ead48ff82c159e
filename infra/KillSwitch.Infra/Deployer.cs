using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace KillSwitch.Infra;

/// <summary>Who deploys, as AWS says.</summary>
internal static class Deployer
{
    // The CDK sets it for its app, and only where it found credentials: without any, nobody waits for them here.
    private const string AccountOfTheCdk = "CDK_DEFAULT_ACCOUNT";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The ARN of the caller where it belongs to the account that is deployed to; null where that is not known.</summary>
    public static async Task<string?> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(AccountOfTheCdk) is not { Length: > 0 } account)
            return null;
        try
        {
            using var sts = new AmazonSecurityTokenServiceClient(new AmazonSecurityTokenServiceConfig
            {
                Timeout = Patience,
                MaxErrorRetry = 1,
            });
            var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
            return caller.Account == account ? caller.Arn : null;
        }
        catch (Exception error) when (
            error is AmazonClientException or AmazonServiceException or HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
