using Amazon;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SimpleNotificationService;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Api;

public class ServiceClientTests
{
    private static readonly BasicAWSCredentials Key = new("AKIDEXAMPLE", "secret");

    [Fact]
    public async Task A_throttled_request_is_sent_again()
    {
        using var endpoint = new ScriptedEndpoint(Refused(400, "Throttling"), Refused(503, "ServiceUnavailable"), Attached);
        using var iam = Iam(endpoint);

        await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = "arn:aws:iam::1:policy/deny" });

        endpoint.Requests.Count.ShouldBe(3);
        endpoint.Requests.Select(r => r.Body).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refusal_is_not_sent_again()
    {
        using var endpoint = new ScriptedEndpoint(Refused(403, "AccessDenied"), Attached);
        using var iam = Iam(endpoint);

        var refused = await Should.ThrowAsync<AmazonIdentityManagementServiceException>(() => iam.AttachRolePolicyAsync(new()));

        refused.ErrorCode.ShouldBe("AccessDenied");
        refused.RequestId.ShouldBe("r-1");
        endpoint.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("<html><body>Sign in to the guest network</body></html>")]
    [InlineData("<GetPolicyVersionResponse/>")]
    [InlineData("<GetPolicyResponse><GetPolicyResult/></GetPolicyResponse>")]
    [InlineData("<GetPolicyResponse>")]
    [InlineData("")]
    public async Task An_answer_that_is_not_the_operations_is_an_error_and_no_empty_success(string body)
    {
        using var endpoint = new ScriptedEndpoint(Enumerable.Repeat(new Answer(200, body), 5).ToArray());
        using var iam = Iam(endpoint);

        await Should.ThrowAsync<AmazonUnmarshallingException>(() => iam.GetPolicyAsync(new() { PolicyArn = "arn:aws:iam::1:policy/deny" }));
    }

    [Fact]
    public async Task A_global_service_signs_for_its_partitions_region_and_a_regional_one_for_its_own()
    {
        using var endpoint = new ScriptedEndpoint(Attached, Refused(400, "InvalidParameter"));
        using var iam = Iam(endpoint);
        using var sns = new AmazonSimpleNotificationServiceClient(
            Key, new AmazonSimpleNotificationServiceConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1" });

        await iam.AttachRolePolicyAsync(new() { RoleName = "checkout", PolicyArn = "arn:aws:iam::1:policy/deny" });
        await Should.ThrowAsync<AmazonServiceException>(() => sns.PublishAsync(new()));

        endpoint.Requests[0].Authorization.ShouldContain("/us-east-1/iam/aws4_request");
        endpoint.Requests[1].Authorization.ShouldContain("/eu-west-1/sns/aws4_request");
        endpoint.Requests[0].Authorization.ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
    }

    [Theory]
    [InlineData("eu-west-1", false, false, "https://iam.amazonaws.com/", "https://sns.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", true, false, "https://iam-fips.amazonaws.com/", "https://sns-fips.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", false, true, "https://iam.global.api.aws/", "https://sns.eu-west-1.api.aws/")]
    [InlineData("us-gov-east-1", false, false, "https://iam.us-gov.amazonaws.com/", "https://sns.us-gov-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://iam.cn-north-1.amazonaws.com.cn/", "https://sns.cn-north-1.amazonaws.com.cn/")]
    public void A_host_follows_from_region_and_settings(string region, bool fips, bool dualStack, string iam, string sns)
    {
        Host(new AmazonIdentityManagementServiceConfig()).ShouldBe(iam);
        Host(new AmazonSimpleNotificationServiceConfig()).ShouldBe(sns);

        string Host(ClientConfig config)
        {
            config.IgnoreConfiguredEndpointUrls = true;
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            config.UseFIPSEndpoint = fips;
            config.UseDualstackEndpoint = dualStack;
            return config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new GetPolicyRequest())).URL;
        }
    }

    private static Answer Attached =>
        new(200, "<AttachRolePolicyResponse><ResponseMetadata><RequestId>r-2</RequestId></ResponseMetadata></AttachRolePolicyResponse>");

    private static Answer Refused(int status, string code) => new(status,
        $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>why</Message></Error>" +
        "<RequestId>r-1</RequestId></ErrorResponse>");

    private static AmazonIdentityManagementServiceClient Iam(ScriptedEndpoint endpoint) =>
        new(Key, new AmazonIdentityManagementServiceConfig { ServiceURL = endpoint.Url, AuthenticationRegion = null });
}
