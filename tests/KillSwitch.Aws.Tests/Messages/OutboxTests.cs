using System.Net;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Messages;
using KillSwitch.Core.Notifications;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Messages;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Messages;

/// <summary>A word that could not be said is kept, and said later, once and in order; many at once are said together.</summary>
public sealed class OutboxTests(MotoServer server) : IDisposable
{
    private const string People = "arn:aws:sns:us-east-1:123456789012:people";
    private const string Chat = "arn:aws:sns:us-east-1:123456789012:chat";

    private readonly CannedService _topic =
        new("<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task What_the_topic_does_not_take_is_told_once_it_does()
    {
        Refuse(3);
        var (notifier, outbox, _) = await CreateAsync(chat: null);

        await notifier.TellAsync(Alert("first"), default);
        await notifier.TellAsync(Alert("second"), default);
        (await outbox.CountAsync(default)).ShouldBe(2);
        await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => notifier.SendKeptAsync(default));
        (await outbox.CountAsync(default)).ShouldBe(2);
        _topic.Requests.Clear();

        (await notifier.SendKeptAsync(default)).ShouldBe(2);

        Published().Select(one => one["Subject"]).ShouldBe(["HEAD: first", "HEAD: second"]);
        (await notifier.SendKeptAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task People_get_text_and_json_and_a_chat_channel_its_own_schema()
    {
        var (notifier, _, _) = await CreateAsync();

        await notifier.TellAsync(Alert("first"), default);

        var published = Published().ToDictionary(one => one["TopicArn"]);
        published[People]["MessageStructure"].ShouldBe("json");
        using var byProtocol = JsonDocument.Parse(published[People]["Message"]);
        byProtocol.RootElement.GetProperty("default").GetString().ShouldStartWith("HEAD: first\n");
        byProtocol.RootElement.GetProperty("https").GetString().ShouldBe(byProtocol.RootElement.GetProperty("sqs").GetString());
        published[Chat].ShouldNotContainKey("MessageStructure");
        using var chat = JsonDocument.Parse(published[Chat]["Message"]);
        chat.RootElement.GetProperty("source").GetString().ShouldBe("custom");
        foreach (var one in published.Values)
        {
            one.Where(field => field.Key.StartsWith("MessageAttributes", StringComparison.Ordinal)).Select(field => field.Value)
                .Order(StringComparer.Ordinal)
                .ShouldBe(["String", "String", "inform", "kind", "kind", "urgency"]);
        }
    }

    [Fact]
    public async Task Beyond_a_handful_within_a_minute_messages_are_told_together_and_none_is_lost()
    {
        var (notifier, outbox, _) = await CreateAsync();

        for (var n = 0; n < 12; n++)
            await notifier.TellAsync(Alert($"number {n}"), default);

        Subjects(People).ShouldBe(["HEAD: number 0", "HEAD: number 1", "HEAD: number 2", "HEAD: number 3", "HEAD: number 4"]);
        (await outbox.CountAsync(default)).ShouldBe(7);
        _topic.Requests.Clear();

        (await notifier.SendKeptAsync(default)).ShouldBe(7);

        Subjects(People).ShouldBe(["7 MESSAGES: 7 HEAD"]);
        Subjects(Chat).ShouldBe(["7 MESSAGES: 7 HEAD"]);
        var told = Published().Single(one => one["TopicArn"] == People)["Message"];
        for (var n = 5; n < 12; n++)
            told.ShouldContain($"number {n}");
        (await outbox.CountAsync(default)).ShouldBe(0);

        // A minute later the first is told alone again.
        _clock.Advance(TimeSpan.FromMinutes(1));
        _topic.Requests.Clear();
        await notifier.TellAsync(Alert("later"), default);
        Subjects(People).ShouldBe(["HEAD: later"]);
    }

    [Fact]
    public async Task A_digest_that_the_topic_does_not_take_waits_on_whole_and_the_other_topic_does_not_wait_for_it()
    {
        var (notifier, outbox, _) = await CreateAsync();
        for (var n = 0; n < 12; n++)
            await notifier.TellAsync(Alert($"number {n}"), default);
        Refuse(1);

        await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => notifier.SendKeptAsync(default));

        Subjects(Chat).ShouldContain("7 MESSAGES: 7 HEAD");
        (await outbox.CountAsync(default)).ShouldBe(7);
        (await notifier.SendKeptAsync(default)).ShouldBe(7);
        (await outbox.CountAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_digest_that_is_too_large_for_a_topic_is_several_and_each_message_is_in_one()
    {
        var (notifier, _, _) = await CreateAsync();
        for (var n = 0; n < 45; n++)
            await notifier.TellAsync(Alert($"number {n:00}.", text: new string('t', 8_000)), default);
        _topic.Requests.Clear();

        (await notifier.SendKeptAsync(default)).ShouldBe(40);

        foreach (var topic in (string[])[People, Chat])
        {
            var messages = Published().Where(one => one["TopicArn"] == topic).Select(one => one["Message"]).ToList();
            messages.ShouldAllBe(message => message.Length < 262_144);
            // In a chat each has its line; in a mail the text, its line included, is said in each protocol.
            for (var n = 5; n < 45; n++)
            {
                messages.Count(message => message.Contains($"number {n:00}.", StringComparison.Ordinal)
                    || message.Contains($"number\\u00a0{n:00}.", StringComparison.OrdinalIgnoreCase)).ShouldBe(1, $"{topic} {n}");
            }
        }

        Subjects(People).Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_message_that_an_earlier_version_kept_is_told_like_any_other()
    {
        var (notifier, outbox, table) = await CreateAsync();
        await table.Client.PutItemAsync(new PutItemRequest
        {
            TableName = table.Name,
            Item = new()
            {
                ["pk"] = new AttributeValue { S = "outbox" },
                ["sk"] = new AttributeValue { S = "2026-04-01T00:00:00Z#1" },
                ["subject"] = new AttributeValue { S = "STOPPED role/agent" },
                ["message"] = new AttributeValue { S = """{"default":"the text","sqs":"{\"kind\":\"stop\"}"}""" },
            },
        }, default);

        (await outbox.CountAsync(default)).ShouldBe(1);
        (await notifier.SendKeptAsync(default)).ShouldBe(1);

        var told = Published().ShouldHaveSingleItem();
        (told["TopicArn"], told["Subject"]).ShouldBe((People, "STOPPED role/agent"));
        JsonDocument.Parse(told["Message"]).RootElement.GetProperty("default").GetString().ShouldBe("the text");
    }

    private async Task<(SnsNotifier Notifier, Outbox Outbox, LedgerTable Table)> CreateAsync(string? chat = Chat)
    {
        var sns = new AmazonSimpleNotificationServiceClient(new BasicAWSCredentials("k", "s"), new AmazonSimpleNotificationServiceConfig
        {
            ServiceURL = _topic.Url.ToString(),
            MaxErrorRetry = 0,
        });
        var table = await Tables.CreateAsync(server);
        var outbox = new Outbox(table, _clock);
        return (new SnsNotifier(sns, People, chat, new GuardAddress("KillSwitch", "us-east-1"), outbox, _clock), outbox, table);
    }

    private void Refuse(int times)
    {
        for (var i = 0; i < times; i++)
            _topic.Refuse(HttpStatusCode.NotFound, "NotFound");
    }

    private IEnumerable<string> Subjects(string topic) => Published().Where(one => one["TopicArn"] == topic).Select(one => one["Subject"]);

    private List<Dictionary<string, string>> Published() =>
        [.. _topic.Requests.Select(request => request.Body.Split('&').Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => WebUtility.UrlDecode(field[1])))];

    private static Alert Alert(string subject, string text = "text") => new()
    {
        Head = "HEAD",
        Subject = subject,
        Text = text,
        Kind = "kind",
        At = DateTimeOffset.UnixEpoch,
    };
}
