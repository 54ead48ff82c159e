using System.Text;
using System.Text.Json;

namespace KillSwitch.Lambda.Tests;

public class TopicMessageTests
{
    [Fact]
    public void Every_record_is_there_whatever_is_in_it() =>
        TopicMessage.All(Encoding.UTF8.GetBytes("""
            {"Records":[{"Sns":{"TopicArn":"arn:t","Subject":"s","Message":"hello\nyou","Timestamp":"2026-11-23T00:00:00Z"}},{"Sns":{"Message":5}},{"Sqs":{}},7,{"Sns":{"Message":"\ud800"}}]}
            """)).ShouldBe([new TopicMessage("arn:t", "hello\nyou"), new TopicMessage("", ""), new TopicMessage("", ""), new TopicMessage("", ""), new TopicMessage("", "")]);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"Records\":5}")]
    [InlineData("nothing")]
    public void What_is_no_event_of_SNS_fails_loudly(string payload) =>
        Should.Throw<JsonException>(() => TopicMessage.All(Encoding.UTF8.GetBytes(payload)));
}
