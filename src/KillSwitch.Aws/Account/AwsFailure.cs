using Amazon.Runtime;

namespace KillSwitch.Aws.Account;

/// <summary>A call to AWS that failed: the service refused it, or it did not come through.</summary>
internal static class AwsFailure
{
    public static bool Is(Exception error) => error is AmazonServiceException or AmazonClientException or HttpRequestException;
}
