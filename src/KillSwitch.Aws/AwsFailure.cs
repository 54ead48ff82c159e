using Amazon.Runtime;

namespace KillSwitch.Aws;

/// <summary>A call to AWS that failed: the service refused it, it did not come through, or nobody can read what came back.</summary>
internal static class AwsFailure
{
    // A request that takes too long, or whose answer breaks off, ends as the transport says it.
    public static bool Is(Exception error) =>
        error is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException or IOException
            or OperationCanceledException { InnerException: TimeoutException } or ProcessAWSCredentialException
            or AggregateException { InnerException: AmazonServiceException or AmazonClientException or HttpRequestException };
}
