using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Tests.Diagnosis.Checks;

public class LookRefusalTests
{
    [Fact]
    public void Whoever_may_not_look_is_told_which_permission_is_missing()
    {
        var named = Refused(
            "AccessDenied",
            "User: arn:aws:iam::111122223333:user/eve is not authorized to perform: cloudwatch:DescribeAlarms on resource: "
            + "arn:aws:cloudwatch:*");
        LookRefusal.Of(named, "cloudwatch:DescribeAlarms").ShouldBe(
            new Finding(CheckOutcome.Unknown, "you may not look: `cloudwatch:DescribeAlarms` is missing",
                "let your role do `cloudwatch:DescribeAlarms`, or ask somebody who may"));
        LookRefusal.Of(Refused("AccessDeniedException", "no"), "sns:ListSubscriptionsByTopic").Found.ShouldBe(
            "you may not look: `sns:ListSubscriptionsByTopic` is missing");
    }

    [Fact]
    public void Any_other_answer_that_is_none_is_unknown_too_and_never_well()
    {
        LookRefusal.Of(Refused("Throttling", "slow down."), "x:Y").ShouldSatisfyAllConditions(
            found => found.Outcome.ShouldBe(CheckOutcome.Unknown), found =>
                found.Found.ShouldBe("AWS gave no answer that can be used: AWS asked to slow down (`Throttling`): wait a minute, and run "
                    + "it again"));
        LookRefusal.Of(
            Refused("", "<!doctype html> <title>500</title>"), "x:Y").Found.ShouldBe("AWS gave no answer that can be used: status 500 came "
            + "back, without AWS's own words: run it again in a minute, and look at the proxy (HTTPS_PROXY) if it stays");
        LookRefusal.Is(new JsonException("no JSON")).ShouldBeTrue();
        LookRefusal.Is(new InvalidOperationException("a mistake of ours")).ShouldBeFalse();
    }

    private static AmazonServiceException Refused(string code, string message) =>
        new(message, null, ErrorType.Sender, code, "r-1", HttpStatusCode.InternalServerError);
}
