using System.Net;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using KillSwitch.Aws.Messages;
using KillSwitch.Core.Notifications;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Tests.Messages;

/// <summary>A word that could not be said is kept, and said later, once and in order.</summary>
public class OutboxTests(MotoServer server)
{
    private const string Published = "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>";

    [Fact]
    public async Task What_the_topic_does_not_take_is_told_once_it_does()
    {
        using var topic = new CannedService(Published);
        topic.Refuse(HttpStatusCode.NotFound, "NotFound").Refuse(HttpStatusCode.NotFound, "NotFound").Refuse(HttpStatusCode.NotFound, "NotFound");
        using var sns = new AmazonSimpleNotificationServiceClient(new BasicAWSCredentials("k", "s"), new AmazonSimpleNotificationServiceConfig { ServiceURL = topic.Url.ToString(), MaxErrorRetry = 0 });
        var outbox = new Outbox(await Tables.CreateAsync(server), TimeProvider.System);
        var notifier = new SnsNotifier(sns, "arn:aws:sns:us-east-1:123456789012:t", new GuardAddress("KillSwitch", "us-east-1"), outbox);

        await notifier.TellAsync(Alert("first"), default);
        await notifier.TellAsync(Alert("second"), default);
        (await outbox.CountAsync(default)).ShouldBe(2);
        await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => notifier.SendKeptAsync(default));
        (await outbox.CountAsync(default)).ShouldBe(2);
        topic.Requests.Clear();

        (await notifier.SendKeptAsync(default)).ShouldBe(2);

        topic.Requests.Select(request => request.Body.Contains("first", StringComparison.Ordinal)).ShouldBe([true, false]);
        (await notifier.SendKeptAsync(default)).ShouldBe(0);
    }

    private static Alert Alert(string subject) => new() { Head = "HEAD", Subject = subject, Text = "text", Kind = "kind", At = DateTimeOffset.UnixEpoch };
}
