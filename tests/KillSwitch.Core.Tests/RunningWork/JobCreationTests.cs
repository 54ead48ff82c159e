using KillSwitch.Core.RunningWork;

namespace KillSwitch.Core.Tests.RunningWork;

public class JobCreationTests
{
    private const string Arn = "\"arn\":\"arn:aws:sts::111122223333:assumed-role/agent/s1\"";
    private const string Issuer =
        "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"arn\":\"arn:aws:iam::111122223333:role/team/agent\",\"userName\":\"agent\"}}";
    private const string Response = "\"responseElements\":{\"jobArn\":\"arn:job\"}";

    [Theory]
    [InlineData("{\"userIdentity\":{\"type\":\"AssumedRole\"," + Arn + "," + Issuer + "}," + Response + "}", "role/agent", "s1")]
    [InlineData("{\"userIdentity\":{\"type\":\"AssumedRole\"," + Issuer + "}," + Response + "}", "role/agent", null)]
    [InlineData(
        "{\"userIdentity\":{\"type\":\"IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/eve\"}," + Response + "}", "user/eve", null)]
    public void Who_created_a_job_is_read(string record, string principal, string? session)
    {
        var creation = JobCreation.Parse(record).ShouldNotBeNull();

        (creation.JobArn, creation.Creator.Principal.Name, creation.Creator.Session).ShouldBe(("arn:job", principal, session));
    }

    [Theory]
    [InlineData("{\"errorCode\":\"AccessDenied\",\"userIdentity\":{" + Arn + "}," + Response + "}")]
    [InlineData("{\"userIdentity\":{" + Arn + "},\"responseElements\":null}")]
    [InlineData("{\"userIdentity\":{\"type\":\"AWSService\",\"invokedBy\":\"bedrock.amazonaws.com\"}," + Response + "}")]
    [InlineData("{\"userIdentity\":7," + Response + "}")]
    [InlineData("[]")]
    [InlineData("not JSON")]
    public void A_record_that_says_less_is_none(string record) => JobCreation.Parse(record).ShouldBeNull();
}
