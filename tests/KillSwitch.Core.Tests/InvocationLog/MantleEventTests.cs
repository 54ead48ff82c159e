using KillSwitch.Core.Tampering;
using System.Text;
using System.Text.Json;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Scopes;

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>A call of the mantle endpoint, as CloudTrail's data event tells of it.</summary>
public class MantleEventTests
{
    private const string NoCall = "no call of bedrock-mantle.amazonaws.com's CreateInference";

    /// <summary>As EventBridge delivers it.</summary>
    public const string Event = """
        {
          "version": "0", "id": "6c6ba27a-6d4e-4d2c-9a4b-0f2f3c1d9a77", "detail-type": "AWS API Call via CloudTrail",
          "source": "aws.bedrock-mantle", "account": "111122223333", "time": "2026-11-29T10:15:09Z", "region": "us-east-1", "resources": [],
          "detail": {
            "eventVersion": "1.11",
            "userIdentity": {
              "type": "AssumedRole", "principalId": "AROAEXAMPLE:droid-7",
              "arn": "arn:aws:sts::111122223333:assumed-role/agent/droid-7", "accountId": "111122223333",
              "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::111122223333:role/teams/agent" } }
            },
            "eventTime": "2026-11-29T10:15:07Z", "eventSource": "bedrock-mantle.amazonaws.com", "eventName": "CreateInference",
            "awsRegion": "us-east-1", "sourceIPAddress": "192.0.2.7", "userAgent": "OpenAI/Python 2.7.0",
            "requestParameters": {
              "model": "openai.gpt-oss-120b", "stream": true, "service_tier": "priority", "metadata": { "team": "a&b=c|d", "n": 4 },
              "callWithBearerToken": false
            },
            "responseElements": null, "requestID": "0f0e0d0c-1111-4222-8333-444455556666",
            "eventID": "2b8f8f55-aaaa-4bbb-8ccc-0123456789ab", "readOnly": false,
            "resources": [
              { "accountId": "111122223333", "type": "AWS::BedrockMantle::Project",
                "ARN": "arn:aws:bedrock-mantle:us-east-1:111122223333:project/proj_0123" }
            ],
            "eventType": "AwsApiCall", "managementEvent": false, "recipientAccountId": "111122223333", "eventCategory": "Data"
          }
        }
        """;

    [Fact]
    public void It_says_who_called_which_model_of_which_project()
    {
        var call = Parse(Event);

        call.Id.ShouldBe(new RecordId("111122223333", "us-east-1", "0f0e0d0c-1111-4222-8333-444455556666"));
        call.Timestamp.ShouldBe(new DateTimeOffset(2026, 11, 29, 10, 15, 7, TimeSpan.Zero));
        (call.Caller.Principal.Name, call.Caller.Session).ShouldBe(("role/agent", "droid-7"));
        (call.Model.Id, call.Project, call.Tier).ShouldBe(("openai.gpt-oss-120b", "proj_0123", ServiceTier.Priority));
        call.Tags!.ShouldHaveSingleItem().ShouldBe(new("team", "a&b=c|d"));
        (call.Calls, call.Tokens, call.HasTokenCounts, call.IsRefused).ShouldBe((1, default, true, false));
    }

    [Theory]
    [InlineData("\"readOnly\": false", "\"errorCode\": \"AccessDenied\"", true)]
    [InlineData("\"readOnly\": false", "\"readOnly\": true", false)]
    public void A_call_that_was_refused_counts_as_none(string part, string instead, bool isRefused) =>
        Parse(Event.Replace(part, instead, StringComparison.Ordinal)).IsRefused.ShouldBe(isRefused);

    [Fact]
    public void What_it_does_not_say_is_said_to_be_missing()
    {
        var call = Parse(Event.Replace("\"model\": \"openai.gpt-oss-120b\",", "", StringComparison.Ordinal)
            .Replace("proj_0123", "", StringComparison.Ordinal).Replace("\"requestID\"", "\"other\"", StringComparison.Ordinal)
            .Replace("\"arn\"", "\"brn\"", StringComparison.Ordinal));

        (call.Model.Id, call.Project, call.Id.RequestId).ShouldBe(("(none)", null, "2b8f8f55-aaaa-4bbb-8ccc-0123456789ab"));
        call.Caller.Principal.Name.ShouldBe("AROAEXAMPLE:droid-7");
    }

    [Theory]
    [InlineData("\"eventName\": \"CreateInference\"", "\"eventName\": \"GetProject\"", NoCall)]
    [InlineData("\"eventSource\": \"bedrock-mantle", "\"eventSource\": \"bedrock", NoCall)]
    [InlineData("2026-11-29T10:15:07Z", "yesterday", "lacks its account, its region, its id or its time")]
    [InlineData("\"detail\": {", "\"other\": {", NoCall)]
    public void Anything_else_is_no_call_and_the_error_says_why(string part, string instead, string why) =>
        Should.Throw<JsonException>(() => Parse(Event.Replace(part, instead, StringComparison.Ordinal))).Message.ShouldContain(why);

    [Theory]
    [InlineData(Event, true)]
    [InlineData("{\"awslogs\":{\"data\":\"H4sI\"}}", false)]
    [InlineData("{\"awslogs\":{\"data\":\"H4sI\"},\"detail-type\":\"x\"}", false)]
    [InlineData("{\"a\":{\"detail-type\":1}}", false)]
    [InlineData("[]", false)]
    [InlineData("{\"a\":", false)]
    [InlineData("", false)]
    public void It_is_told_from_a_delivery_of_the_log(string payload, bool isEvent) =>
        TrailEvent.IsOne(Encoding.UTF8.GetBytes(payload)).ShouldBe(isEvent);

    [Fact]
    public void What_its_minute_keeps_of_it_is_all_that_a_rule_may_ask()
    {
        var call = Parse(Event);
        var counter = MantleCalls.Counter(call);

        ScopeText.ShapeOf(counter.Scope).ShouldBe(MantleCalls.Shape("111122223333"));
        (counter.Bucket.Start % 60, counter.Bucket.Seconds).ShouldBe((0, 60));
        counter.Bucket.Contains(call.Timestamp.ToUnixTimeSeconds()).ShouldBeTrue();
        var share = MantleCalls.ShareOf(counter.Scope, "111122223333", counter.Bucket.Start, new TokenUsage(7, 2), 3, isEstimated: true);
        MantleCalls.Counter(share).ShouldBe(counter);
        (share.Caller, share.Model, share.Project, share.Tier, share.Region)
            .ShouldBe((call.Caller, call.Model, call.Project, call.Tier, call.Region));
        share.Tags!.ShouldBe(call.Tags);
        (share.Calls, share.PricedCalls, share.IsRestated, share.IsEstimated).ShouldBe((0, 3, true, true));
        share.Id.ShouldBe(MantleCalls.ShareOf(counter.Scope, "111122223333", counter.Bucket.Start, default, 0, isEstimated: false).Id);
    }

    private static MantleInvocation Parse(string json) => MantleEvent.Parse(Encoding.UTF8.GetBytes(json));
}
