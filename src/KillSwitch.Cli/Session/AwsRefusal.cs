using Amazon.Runtime;

namespace KillSwitch.Cli.Session;

/// <summary>What AWS said, as one sentence.</summary>
internal static class AwsRefusal
{
    /// <summary>Null for an error that is not AWS's.</summary>
    public static string? Sentence(Exception error) => error switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 } code } refused => $"AWS said no: {OneLine(refused.Message)} (`{code}`)",
        AmazonServiceException refused => $"AWS said no: {OneLine(refused.Message)}",
        AmazonClientException client => $"AWS could not be asked: {OneLine(client.Message)}",
        HttpRequestException http => $"AWS could not be reached: {OneLine(http.Message)}",
        _ => null,
    };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
