using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace KillSwitch.Infra;

/// <summary>Who deploys, as AWS says.</summary>
internal static class Deployer
{
    /// <summary>The ARN of the caller where it belongs to the account that is deployed to; null where that is not known.</summary>
    public static async Task<string?> FindAsync()
    {
        if (CdkEnvironment.Account is not { } account)
            return null;
        try
        {
            using var sts = new AmazonSecurityTokenServiceClient(new AmazonSecurityTokenServiceConfig
            {
                Timeout = CdkEnvironment.Patience,
                MaxErrorRetry = 1,
            });
            var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
            return caller.Account == account ? caller.Arn : null;
        }
        catch (Exception error) when (CdkEnvironment.IsRefusal(error))
        {
            return null;
        }
    }
}
