using Amazon.Runtime;

namespace KillSwitch.Infra;

/// <summary>What the CDK tells its app, where it found credentials: without any, nobody waits for AWS here.</summary>
internal static class CdkEnvironment
{
    /// <summary>How long AWS is waited for.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The account that is deployed to; null where it is not known.</summary>
    public static string? Account => Told("CDK_DEFAULT_ACCOUNT");

    /// <summary>The region that is deployed to; null where it is not known.</summary>
    public static string? Region => Told("CDK_DEFAULT_REGION");

    /// <summary>Whether AWS refused, or did not answer.</summary>
    public static bool IsRefusal(Exception error) =>
        error is AmazonClientException or AmazonServiceException or HttpRequestException or TaskCanceledException;

    private static string? Told(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
