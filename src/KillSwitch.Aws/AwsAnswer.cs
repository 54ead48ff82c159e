using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace KillSwitch.Aws;

/// <summary>What AWS answers instead of what was asked for, as one clause with what to do.</summary>
internal static class AwsAnswer
{
    /// <param name="refused">With a code.</param>
    public static string Clause(AmazonServiceException refused)
    {
        var (code, said) = (refused.ErrorCode, AwsProblem.OneLine(refused.Message));
        if (said.Contains('<', StringComparison.Ordinal) || said.Length == 0)
            said = "it does not say why";
        return code switch
        {
            _ when IsSkewed(code, said) =>
                $"this machine's clock is too far from AWS's (`{code}`): set it by the network's time, and run it again",
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" =>
                $"the credentials have expired (`{code}`): sign in again (`aws sso login`, or fresh ones), and run it again",
            "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "AuthFailure"
                or "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" or "IncompleteSignatureException"
                or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "InvalidToken" =>
                $"AWS does not know these credentials (`{code}`): the key was deleted or mistyped, or the region is not enabled for the "
                    + "account; `aws sts get-caller-identity` tries them",
            "OptInRequired" or "SubscriptionRequiredException" =>
                $"the account has not opened the service or the region (`{code}`): an administrator enables it in the account's settings",
            _ when IsDenied(code) => Denied(said, code),
            _ when IsThrottled(refused) =>
                $"AWS asked to slow down (`{code}`{On(refused)}): wait a minute, and run it again",
            "ResourceNotFoundException" or "TableNotFoundException" when refused is AmazonDynamoDBException =>
                $"the guard's table is not there (`{code}`): `--stack` and `--region` say which guard is meant, and a deployment makes the "
                    + "table",
            "InternalFailure" or "InternalServerError" or "InternalServerException" or "InternalErrorException" or "ServiceUnavailable"
                or "ServiceUnavailableException" or "ServiceFailure" or "ServiceFailureException" =>
                $"AWS failed by itself (`{code}`{On(refused)}): run it again in a minute; health.aws.amazon.com says whether it lasts",
            _ => $"{said} (`{code}`)",
        };
    }

    // `Throttling` and `InternalFailure` are every service's.
    private static string On(AmazonServiceException refused) => AwsCall.Of(refused) is { } call ? $" on {call}" : "";

    internal static bool IsDenied(string code) =>
        code.Contains("AccessDenied", StringComparison.Ordinal) || code.Contains("Unauthorized", StringComparison.Ordinal)
            || code.Contains("AuthorizationError", StringComparison.Ordinal);

    private static bool IsThrottled(AmazonServiceException error) =>
        (int)error.StatusCode == 429 || error.ErrorCode.Contains("Throttl", StringComparison.Ordinal)
            || error.ErrorCode is "RequestLimitExceeded" or "TooManyRequestsException" or "ProvisionedThroughputExceededException"
                or "SlowDown" or "LimitExceededException" or "BandwidthLimitExceeded";

    private static bool IsSkewed(string code, string said) =>
        code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture"
            || said.Contains("Signature expired", StringComparison.Ordinal)
            || said.Contains("Signature not yet current", StringComparison.Ordinal);

    // "User: ARN is not authorized to perform: ACTION on resource: ARN because no identity-based policy allows the ACTION action"
    private static string Denied(string said, string code)
    {
        const string before = " is not authorized to perform: ";
        var at = said.IndexOf(before, StringComparison.Ordinal);
        if (at < 0)
            return $"{said} (`{code}`): whoever manages IAM in the account gives the permission";
        var who = said[..at].Replace("User: ", "", StringComparison.Ordinal);
        var rest = said[(at + before.Length)..];
        var because = rest.IndexOf(" because ", StringComparison.Ordinal);
        var (what, why) = because < 0 ? (rest, "") : (rest[..because], rest[(because + " because ".Length)..]);
        var on = what.IndexOf(" on resource: ", StringComparison.Ordinal);
        var (action, resource) = on < 0 ? (what, "") : (what[..on], what[(on + " on resource: ".Length)..]);
        var whom = why.Contains("service control policy", StringComparison.Ordinal)
            || why.Contains("resource control policy", StringComparison.Ordinal)
            ? "whoever manages the organization's policies lets it"
            : "whoever manages IAM in the account gives the permission";
        return $"`{who}` may not do `{action}`{(resource.Length == 0 ? "" : $" on `{resource}`")}"
            + $"{(why.Length == 0 ? "" : $", because {why}")} (`{code}`): {whom}";
    }
}
