using Amazon.CloudTrail;
using Amazon.CloudTrail.Model;
using Amazon.Runtime;

namespace KillSwitch.Aws.Tests.Api;

public class CloudTrailClientTests
{
    [Fact]
    public async Task Events_are_looked_up_by_name_in_a_span_of_time()
    {
        using var endpoint = new ScriptedEndpoint(new ScriptedEndpoint.Answer(
            200, """{"Events":[{"EventId":"e","EventName":"CreateEvaluationJob","EventTime":1767225600.5,"CloudTrailEvent":"{}"}],"NextToken":"n"}""", "application/x-amz-json-1.1"));
        using var trail = Client(endpoint);

        var found = await trail.LookupEventsAsync(new()
        {
            LookupAttributes = [new LookupAttribute
            {
                AttributeKey = LookupAttributeKey.EventName,
                AttributeValue = "CreateEvaluationJob",
            }],
            StartTime = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            EndTime = new DateTime(2026, 1, 1, 0, 10, 0, DateTimeKind.Utc),
            NextToken = "m",
        });

        var one = found.Events.ShouldNotBeNull().ShouldHaveSingleItem();
        (one.EventId, one.EventName, one.EventTime, one.CloudTrailEvent, found.NextToken)
            .ShouldBe(("e", "CreateEvaluationJob", new DateTime(2026, 1, 1, 0, 0, 0, 500, DateTimeKind.Utc), "{}", "n"));
        var asked = endpoint.Requests.ShouldHaveSingleItem();
        asked.Target.ShouldBe("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents");
        asked.Body.ShouldBe(
            """{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"CreateEvaluationJob"}],"StartTime":1767225600,"EndTime":1767226200,"NextToken":"m"}""");
        asked.Authorization.ShouldContain("/eu-west-1/cloudtrail/aws4_request");
    }

    [Fact]
    public async Task Too_many_questions_are_refused_by_their_code()
    {
        using var endpoint =
            new ScriptedEndpoint(
            new ScriptedEndpoint.Answer(
            400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""", "application/x-amz-json-1.1"));
        using var trail = Client(endpoint);

        var refused = await Should.ThrowAsync<AmazonCloudTrailException>(() => trail.LookupEventsAsync(new()));

        (refused.ErrorCode, refused.Message).ShouldBe(("ThrottlingException", "Rate exceeded"));
    }

    private static AmazonCloudTrailClient Client(ScriptedEndpoint endpoint) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonCloudTrailConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 });
}
