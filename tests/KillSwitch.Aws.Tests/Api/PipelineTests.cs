using System.Net;
using Amazon;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Tests.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class PipelineTests
{
    private static readonly BasicAWSCredentials Credentials = new("AKIDEXAMPLE", "secret");
    private static readonly AttachRolePolicyRequest Attach = new() { RoleName = "agent", PolicyArn = "arn:aws:iam::111122223333:policy/killswitch/deny" };

    [Fact]
    public async Task A_request_is_signed_for_its_service_and_region()
    {
        using var service = new CannedService();
        using var iam = Client(service);

        await iam.AttachRolePolicyAsync(Attach);

        var (authorization, body) = service.Requests.ShouldHaveSingleItem();
        authorization.ShouldContain("/us-east-1/iam/aws4_request");
        body.ShouldBe("Action=AttachRolePolicy&PolicyArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Apolicy%2Fkillswitch%2Fdeny&RoleName=agent&Version=2010-05-08");
    }

    [Fact]
    public async Task Throttling_is_waited_out()
    {
        using var service = new CannedService().Refuse(HttpStatusCode.BadRequest, "Throttling").Refuse(HttpStatusCode.InternalServerError, "ServiceFailure");
        using var iam = Client(service);

        await iam.AttachRolePolicyAsync(Attach);

        service.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("NoSuchEntity", typeof(NoSuchEntityException))]
    [InlineData("LimitExceeded", typeof(LimitExceededException))]
    [InlineData("UnmodifiableEntity", typeof(UnmodifiableEntityException))]
    [InlineData("PolicyNotAttachable", typeof(PolicyNotAttachableException))]
    [InlineData("AccessDenied", typeof(AmazonIdentityManagementServiceException))]
    public async Task A_refusal_is_an_exception_of_its_code(string code, Type type)
    {
        using var service = new CannedService().Refuse(HttpStatusCode.Conflict, code, "said so");
        using var iam = Client(service);

        var error = await Should.ThrowAsync<AmazonIdentityManagementServiceException>(async () => await iam.AttachRolePolicyAsync(Attach));

        error.ShouldBeOfType(type);
        (error.ErrorCode, error.Message, error.RequestId).ShouldBe((code, "said so", "r-1"));
    }

    [Fact]
    public async Task An_answer_that_is_not_from_aws_is_still_one_sentence()
    {
        using var service = new CannedService().Answer(HttpStatusCode.Forbidden, "<html>proxy");
        using var iam = Client(service);

        (await Should.ThrowAsync<AmazonIdentityManagementServiceException>(async () => await iam.AttachRolePolicyAsync(Attach)))
            .Message.ShouldBe("the service answered 403");
    }

    [Fact]
    public async Task The_environment_may_say_where_a_service_answers_and_its_own_variable_wins()
    {
        using var every = new CannedService();
        using var own = new CannedService();
        using var iam = new AmazonIdentityManagementServiceClient(Credentials, RegionEndpoint.EUWest1);
        using var sns = new Amazon.SimpleNotificationService.AmazonSimpleNotificationServiceClient(Credentials, RegionEndpoint.EUWest1);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", every.Url.ToString());
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_IAM", own.Url.ToString());
        try
        {
            using var fresh = new AmazonIdentityManagementServiceClient(Credentials, RegionEndpoint.EUWest1);
            using var other = new Amazon.SimpleNotificationService.AmazonSimpleNotificationServiceClient(Credentials, RegionEndpoint.EUWest1);
            await fresh.AttachRolePolicyAsync(Attach);
            await other.PublishAsync(new() { TopicArn = "arn:aws:sns:eu-west-1:111122223333:t", Message = "m" });
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", null);
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_IAM", null);
        }

        own.Requests.ShouldHaveSingleItem().Authorization.ShouldContain("/us-east-1/iam/aws4_request");
        every.Requests.ShouldHaveSingleItem().Authorization.ShouldContain("/eu-west-1/sns/aws4_request");
    }

    private static AmazonIdentityManagementServiceClient Client(CannedService service) =>
        new(Credentials, new AmazonIdentityManagementServiceConfig { ServiceURL = service.Url.ToString(), AuthenticationRegion = "us-east-1" });
}
