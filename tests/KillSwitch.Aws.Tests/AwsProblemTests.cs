using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Denies;

namespace KillSwitch.Aws.Tests;

/// <summary>Every kind of error on the way to AWS and back: one sentence, with what to do.</summary>
public class AwsProblemTests
{
    public static TheoryData<string, AwsStage, string> Answers => new()
    {
        { "ExpiredToken", AwsStage.Answer, "the credentials have expired (`ExpiredToken`): sign in again" },
        { "ExpiredTokenException", AwsStage.Answer, "the credentials have expired" },
        { "InvalidClientTokenId", AwsStage.Answer, "AWS does not know these credentials (`InvalidClientTokenId`)" },
        { "UnrecognizedClientException", AwsStage.Answer, "the region is not enabled for the account" },
        { "SignatureDoesNotMatch", AwsStage.Answer, "AWS does not know these credentials" },
        { "RequestTimeTooSkewed", AwsStage.Answer, "this machine's clock is too far from AWS's" },
        { "OptInRequired", AwsStage.Answer, "an administrator enables it" },
        { "ThrottlingException", AwsStage.Answer, "AWS asked to slow down (`ThrottlingException`): wait a minute" },
        { "ProvisionedThroughputExceededException", AwsStage.Answer, "AWS asked to slow down" },
        { "InternalServerError", AwsStage.Answer, "AWS failed by itself (`InternalServerError`): run it again" },
        { "AccessDenied", AwsStage.Answer, "whoever manages IAM in the account gives the permission" },
        { "ValidationException", AwsStage.Answer, "words (`ValidationException`)" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void What_AWS_answers_says_what_to_do(string code, AwsStage stage, string says) =>
        ShouldSay(new AmazonServiceException("words", null, ErrorType.Sender, code, "1", HttpStatusCode.BadRequest), stage, says);

    [Theory]
    [InlineData(
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: dynamodb:Query on resource: arn:t because no identity-based policy allows the dynamodb:Query action",
        "`arn:aws:iam::111122223333:user/ana` may not do `dynamodb:Query` on `arn:t`, because no identity-based policy allows the dynamodb:Query action (`AccessDenied`): whoever manages IAM in the account gives the permission")]
    [InlineData(
        "User: u is not authorized to perform: sts:X with an explicit deny because of it in a service control policy",
        "whoever manages the organization's policies lets it")]
    [InlineData("User: u is not authorized to perform: sts:X", "`u` may not do `sts:X` (`AccessDenied`)")]
    public void Who_is_denied_is_told_what_and_whom_to_ask(string message, string says) =>
        ShouldSay(Refused("AccessDenied", message), AwsStage.Answer, says);

    [Fact]
    public void A_signature_that_is_too_old_is_the_clock() =>
        ShouldSay(Refused("InvalidSignatureException", "Signature expired: 2026 is now earlier than 2027"), AwsStage.Answer, "clock");

    [Fact]
    public void A_table_that_is_not_there_is_a_guard_that_is_not() => ShouldSay(
        new ResourceNotFoundException("Requested resource not found", ErrorType.Sender, "ResourceNotFoundException", "1",
            HttpStatusCode.BadRequest), AwsStage.Answer, "the guard's table is not there");

    public static TheoryData<Exception, string> Ways => new()
    {
        { Http(SocketError.ConnectionRefused), "nothing answers at `127.0.0.1:9`" },
        { Http(SocketError.HostNotFound), "`127.0.0.1:9` has no address: look at the region's name" },
        { Http(SocketError.NetworkUnreachable), "there is no way to `127.0.0.1:9`" },
        { Http(SocketError.TimedOut), "no answer came in time" },
        { new HttpRequestException("The SSL connection could not be established", new AuthenticationException("bad certificate")),
            "no secure connection to AWS (bad certificate)" },
        { new TaskCanceledException("The request was canceled", new TimeoutException("100 seconds")), "no answer came in time" },
        { new TimeoutException("The operation was canceled."), "no answer came in time" },
        { new HttpRequestException("it broke", new HttpIOException(HttpRequestError.ResponseEnded, "ended")), "the connection broke off" },
        { new AmazonServiceException("The service returned an error. See inner exception", Http(SocketError.ConnectionRefused)),
            "nothing answers at `127.0.0.1:9`" },
        { new AggregateException("One or more errors occurred.", Http(SocketError.ConnectionRefused)), "nothing answers" },
        { new AmazonClientException("Error calling AssumeRole for role x", Http(SocketError.HostNotFound)), "has no address" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_lost_on_the_way_says_where_to_look(Exception error, string says) => ShouldSay(error, AwsStage.Way, says);

    [Theory]
    [InlineData("Failed to resolve AWS credentials. The credential providers … errors:\n\nException 1 of 4: The environment …",
        "no AWS credentials were found: sign in")]
    [InlineData("Unable to get IAM security credentials from EC2 Instance Metadata Service.", "no AWS credentials were found")]
    [InlineData("No valid SSO Token could be found.", "`aws sso login`")]
    [InlineData("Unable to find the \"nope\" profile.", "there is no AWS profile `nope`")]
    public void Whoever_is_not_signed_in_is_told_how(string message, string says) =>
        ShouldSay(new AmazonClientException(message), AwsStage.SignIn, says);

    [Theory]
    [InlineData("<html><title>Bad Gateway</title></html>", 502)]
    [InlineData("The service returned an error. See inner exception", 503)]
    [InlineData("<html>403 from a proxy</html>", 403)]
    public void A_page_of_somebody_elses_is_a_status(string message, int status) => ShouldSay(
        new AmazonServiceException(message, null, ErrorType.Unknown, "", "", (HttpStatusCode)status), AwsStage.Answer,
        $"status {status} came back, without AWS's own words");

    [Fact]
    public void An_error_of_our_own_is_none_of_AWSs() => AwsProblem.Of(new InvalidOperationException("ours")).ShouldBeNull();

    [Fact]
    public void The_note_of_a_stop_says_it_too()
    {
        var note = IamRefusal.Of(
            new AmazonServiceException("The service returned an error. See inner exception", Http(SocketError.ConnectionRefused)),
            "arn:p", "role/agent").Reason;

        note.ShouldContain("nothing answers at `127.0.0.1:9`");
        note.ShouldNotContain("inner exception");
    }

    private static HttpRequestException Http(SocketError error) =>
        new($"no (127.0.0.1:9)", new SocketException((int)error));

    private static AmazonServiceException Refused(string code, string message) =>
        new(message, null, ErrorType.Sender, code, "1", HttpStatusCode.BadRequest);

    private static void ShouldSay(Exception error, AwsStage stage, string says)
    {
        var problem = AwsProblem.Of(error).ShouldNotBeNull();
        problem.Clause.ShouldContain(says);
        problem.Stage.ShouldBe(stage, problem.Clause);
        problem.Clause.ShouldNotContain("Exception 1 of");
        problem.Clause.ShouldNotContain("inner exception", Case.Insensitive);
        problem.Clause.ShouldNotContain("\n");
        problem.Clause.ShouldNotEndWith(".");
    }
}
