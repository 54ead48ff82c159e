using Amazon.IdentityManagement;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>What an error of IAM means for a stop.</summary>
internal static class IamRefusal
{
    /// <summary>Whether it came from IAM or from the way there.</summary>
    public static bool Is(Exception error) => AwsFailure.Is(error);

    /// <param name="error">One that <see cref="Is"/> such a refusal.</param>
    /// <param name="policyArn">The prepared policy.</param>
    /// <param name="whom">Who was to be denied or allowed.</param>
    public static EnforcementResult.Failed Of(Exception error, string policyArn, string whom)
    {
        if (error is not AmazonIdentityManagementServiceException refusal)
        {
            return new EnforcementResult.Failed(
                StopFailure.Unavailable, $"IAM gave no answer that can be used: {AwsProblem.ClauseOf(error)}");
        }

        var failure = FailureOf(refusal, policyArn);
        return new EnforcementResult.Failed(failure, Sentence(failure, whom, failure is StopFailure.AccessDenied or StopFailure.Unavailable
            ? AwsProblem.ClauseOf(error)
            : AwsProblem.OneLine(error.Message)));
    }

    private static StopFailure FailureOf(AmazonIdentityManagementServiceException error, string policyArn) => error switch
    {
        // The same code stands for a policy that is gone; its sentence names it.
        _ when error.Is("NoSuchEntity") =>
            error.Message.Contains(policyArn, StringComparison.Ordinal) ? StopFailure.NotPrepared : StopFailure.PrincipalGone,
        _ when error.Is("LimitExceeded") => StopFailure.PolicyLimitReached,
        _ when error.Is("UnmodifiableEntity") => StopFailure.Unmodifiable,
        _ when error.Is("PolicyNotAttachable") => StopFailure.NotPrepared,
        // Any service may refuse so.
        { ErrorCode: "AccessDenied" or "AccessDeniedException" } => StopFailure.AccessDenied,
        { ErrorCode: "Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "TooManyRequestsException" } =>
            StopFailure.Throttled,
        _ => StopFailure.Unavailable,
    };

    private static string Sentence(StopFailure failure, string name, string said) => failure switch
    {
        StopFailure.PrincipalGone => $"{name} does not exist any more",
        StopFailure.PolicyLimitReached =>
            $"{name} holds as many managed policies as it may: make room by detaching one, the guard tries again every minute",
        StopFailure.Unmodifiable => $"{name} cannot be changed: {said}",
        StopFailure.AccessDenied => $"the guard was denied by IAM: {said}",
        StopFailure.NotPrepared => $"the prepared deny policy is gone or cannot be attached, deploy the stack again: {said}",
        StopFailure.Throttled => "IAM asked to slow down",
        _ => $"IAM failed: {said}",
    };
}
