using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Policies;

public class TopicArnTests
{
    [Theory]
    [InlineData("arn:aws:sns:us-east-1:111122223333:agents", "us-east-1")]
    [InlineData("arn:aws-us-gov:sns:us-gov-west-1:111122223333:a_B-1", "us-gov-west-1")]
    public void A_topic_says_its_region(string text, string region) => TopicArn.Parse(text).ShouldBe(new TopicArn(text, region));

    [Theory]
    [InlineData("", "is no SNS topic; ")]
    [InlineData("agents", "is no SNS topic; ")]
    [InlineData("arn:aws:sns:us-east-1:1111:agents", "is no SNS topic; ")]
    [InlineData("arn:aws:sns:everywhere:111122223333:agents", "is no SNS topic; ")]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:agents", "is no SNS topic; ")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:agents*", "is no SNS topic; ")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:a,arn:aws:sns:us-east-1:111122223333:b", "is no SNS topic; ")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:agents.fifo", "is a FIFO topic, ")]
    [InlineData("arn:aws:sns:us-east-1:111122223333:agents:0a1b", "is a subscription; ")]
    public void What_is_none_says_why(string text, string says)
    {
        TopicArn.Parse(text).ShouldBeNull();
        TopicArn.Problem(text).ShouldStartWith(says);
    }
}
