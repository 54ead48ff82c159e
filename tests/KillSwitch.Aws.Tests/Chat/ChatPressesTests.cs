using Amazon.IdentityManagement;
using Amazon.SimpleNotificationService;
using Amazon.SQS;
using KillSwitch.Aws.Chat;
using KillSwitch.Aws.Denies;
using KillSwitch.Aws.Messages;
using KillSwitch.Aws.Stops;
using KillSwitch.Core.Notifications;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Tests.Chat;

/// <summary>What people press, as it lies in a queue, and who that was.</summary>
public class ChatPressesTests(MotoServer moto)
{
    private const string Trust =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}""";

    private static readonly Alert Answer = new()
    {
        Head = "NOT DONE",
        Subject = "restore of role/agent",
        Text = "It is restored already.",
        Kind = "chatAnswer",
        At = new DateTimeOffset(2026, 4, 24, 3, 0, 0, TimeSpan.Zero),
        Thread = "stop-abcdefghjk",
        IsForChatAlone = true,
    };

    [Fact]
    public async Task A_press_is_read_with_its_sender_and_is_gone_once_it_is_struck_out()
    {
        var account = await moto.NewAccountAsync();
        using var sqs = new AmazonSQSClient(account.Credentials, account.Settings<AmazonSQSConfig>());
        var queue = (await sqs.CreateQueueAsync("KillSwitch-ChatPresses-1")).QueueUrl;
        await sqs.SendMessageAsync(queue, "stop-abcdefghjk/restore");
        var presses = new ChatPresses(sqs, "KillSwitch-ChatPresses-1");

        var press = (await presses.ReceiveAsync(TimeSpan.FromSeconds(1), default)).ShouldHaveSingleItem();

        press.Text.ShouldBe("stop-abcdefghjk/restore");
        press.SenderId.ShouldNotBeEmpty();
        await presses.StrikeAsync(press, default);
        var left = await sqs.GetQueueAttributesAsync(queue, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]);
        (left.ApproximateNumberOfMessages + left.ApproximateNumberOfMessagesNotVisible).ShouldBe(0);
        (await presses.ReceiveAsync(TimeSpan.Zero, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_ids_of_IAM_say_who_sent_it()
    {
        var account = await moto.NewAccountAsync();
        var role = await account.QueryAsync(
            "iam", "CreateRole", ("RoleName", "oncall"), ("Path", "/people/"), ("AssumeRolePolicyDocument", Trust));
        var user = await account.QueryAsync("iam", "CreateUser", ("UserName", "anna"));
        using var iam = new AmazonIdentityManagementServiceClient(
            account.Credentials, account.Settings<AmazonIdentityManagementServiceConfig>());
        var principals = new PrincipalList(iam, []);

        var byRole = await ChatSender.OfAsync($"{Id(role, "RoleId")}:anna@example.com", principals, default);
        var byUser = await ChatSender.OfAsync(Id(user, "UserId"), principals, default);

        byRole.ShouldBeOfType<ChatSender.Known>().ShouldSatisfyAllConditions(
            it => it.Arn.ShouldBe($"arn:aws:sts::{account.Id}:assumed-role/oncall/anna@example.com"),
            it => it.Principal.Path.ShouldBe("/people/"));
        byUser.ShouldBeOfType<ChatSender.Known>().Arn.ShouldBe($"arn:aws:iam::{account.Id}:user/anna");
        (await ChatSender.OfAsync(account.Id, principals, default)).ShouldBeOfType<ChatSender.Unknown>();

        static string Id(System.Xml.Linq.XElement answer, string name) =>
            answer.Descendants().Single(one => one.Name.LocalName == name).Value;
    }

    [Fact]
    public async Task An_answer_is_told_in_the_chat_alone_in_the_thread_of_its_stop()
    {
        var account = await moto.NewAccountAsync();
        var (people, chat) = (await ListenAsync(account, "people"), await ListenAsync(account, "chat"));
        using var sns = new AmazonSimpleNotificationServiceClient(
            account.Credentials, account.Settings<AmazonSimpleNotificationServiceConfig>());
        var stops = new InMemoryStopStore();
        var notifier = new SnsNotifier(
            _ => sns, Topic(account, "people"), Topic(account, "chat"), new GuardAddress("KillSwitch", "us-east-1"),
            new WaitingMessages(stops, new EarlierOutbox(null!), TimeProvider.System), TimeProvider.System);

        (await notifier.TellAsync(PendingMessage.Of(Answer), default)).ShouldBeTrue();

        (await account.JsonAsync("sqs", "AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{people}}"}""")).ToString()
            .ShouldNotContain("NOT DONE");
        var told = (await account.JsonAsync("sqs", "AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{chat}}"}""")).ToString();
        told.ShouldContain("NOT DONE");
        told.ShouldContain("stop-abcdefghjk");
    }

    [Fact]
    public void What_waits_keeps_its_thread_and_for_whom_it_is()
    {
        var word = PendingMessage.Of(Answer);

        var kept = PendingMessageJson.Read(word.Id, PendingMessageJson.Write(word)).Content.ShouldBeOfType<MessageContent.OfAlert>().Alert;

        (kept.Thread, kept.IsForChatAlone).ShouldBe(("stop-abcdefghjk", true));
    }

    private static string Topic(TestAccount account, string name) => $"arn:aws:sns:{TestAccount.Region}:{account.Id}:{name}";

    private static async Task<string> ListenAsync(TestAccount account, string name)
    {
        await account.QueryAsync("sns", "CreateTopic", ("Name", name));
        var queue = await account.JsonAsync("sqs", "AmazonSQS.CreateQueue", $$"""{"QueueName":"{{name}}"}""");
        await account.QueryAsync(
            "sns", "Subscribe", ("TopicArn", Topic(account, name)), ("Protocol", "sqs"),
            ("Endpoint", $"arn:aws:sqs:{TestAccount.Region}:{account.Id}:{name}"));
        return queue.GetProperty("QueueUrl").GetString()!;
    }
}
