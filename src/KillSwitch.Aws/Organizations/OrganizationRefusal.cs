using Amazon.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Organizations;

/// <summary>What an error of AWS Organizations means for a stop.</summary>
internal static class OrganizationRefusal
{
    /// <summary>Whether it came from Organizations or from the way there.</summary>
    public static bool Is(Exception error) => AwsFailure.Is(error);

    public static EnforcementResult.Failed Of(Exception error) => error is AmazonOrganizationsException refused
        ? Of(refused)
        : new EnforcementResult.Failed(StopFailure.Unavailable, $"AWS Organizations failed: {AwsProblem.ClauseOf(error)}");

    private static EnforcementResult.Failed Of(AmazonOrganizationsException error) => error switch
    {
        _ when error.Is("AccessDeniedException") =>
            new(StopFailure.AccessDenied,
                "the organization does not let the guard change its policies, see the delegation in docs/stopping-hard-cases.md: "
                + $"{AwsProblem.OneLine(error.Message)}"),
        _ when error.Is("TooManyRequestsException") || error.Is("ConcurrentModificationException") =>
            new(StopFailure.Throttled, "AWS Organizations asked to slow down"),
        _ when error.Is("ConstraintViolationException") =>
            new(StopFailure.PolicyLimitReached,
                $"the organization's policy does not fit, or the account holds as many as it may: {AwsProblem.OneLine(error.Message)}"),
        _ when error.Is("PolicyNotFoundException") || error.Is("PolicyTypeNotEnabledException")
            || error.Is("AWSOrganizationsNotInUseException") || error.Is("TargetNotFoundException") =>
            new(StopFailure.NotPrepared, $"the organization's policy is gone or not in use: {AwsProblem.OneLine(error.Message)}"),
        // Any service may refuse so.
        { ErrorCode: "Throttling" or "ThrottlingException" } => new(StopFailure.Throttled, "AWS Organizations asked to slow down"),
        _ => new(StopFailure.Unavailable, $"AWS Organizations failed: {AwsProblem.ClauseOf(error)}"),
    };
}
