using Amazon.SimpleNotificationService;
using KillSwitch.EmulatedAccount;

namespace KillSwitch.Aws.Tests.Api;

public class SimpleNotificationServiceClientTests(MotoServer moto)
{
    [Fact]
    public async Task A_message_reaches_the_queue_that_is_subscribed_with_subject_and_attributes()
    {
        var account = await moto.NewAccountAsync();
        using var sns = Client(account);
        await account.QueryAsync("sns", "CreateTopic", ("Name", "stops"));
        var topic = $"arn:aws:sns:{TestAccount.Region}:{account.Id}:stops";
        await account.JsonAsync("sqs", "AmazonSQS.CreateQueue", """{"QueueName":"told"}""");
        await account.QueryAsync(
            "sns", "Subscribe", ("TopicArn", topic), ("Protocol", "sqs"),
            ("Endpoint", $"arn:aws:sqs:{TestAccount.Region}:{account.Id}:told"));

        var published = await sns.PublishAsync(new()
        {
            TopicArn = topic,
            Subject = "checkout is stopped",
            Message = """{"default":"stopped: 12 $ of 10 $ & more"}""",
            MessageStructure = "json",
            MessageAttributes = new() { ["severity"] = new() { DataType = "String", StringValue = "stop" } },
        });

        published.MessageId.ShouldNotBeEmpty();
        var received = await account.JsonAsync(
            "sqs", "AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/{{account.Id}}/told"}""");
        var body = received.ToString();
        body.ShouldContain("checkout is stopped");
        body.ShouldContain("stopped: 12 $ of 10 $");
        body.ShouldContain("severity");
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_is_not_found()
    {
        var account = await moto.NewAccountAsync();
        using var sns = Client(account);

        var missing = await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => sns.PublishAsync(
            new() { TopicArn = $"arn:aws:sns:{TestAccount.Region}:{account.Id}:none", Message = "hello" }));

        missing.ErrorCode.ShouldBe("NotFound");
    }

    private static AmazonSimpleNotificationServiceClient Client(TestAccount account) =>
        new(account.Credentials, account.Settings<AmazonSimpleNotificationServiceConfig>());
}
