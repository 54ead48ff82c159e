using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Messages;
using KillSwitch.Aws.Stops;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Messages;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Messages;

/// <summary>A word that could not be said is kept, and said later, once and in order; many at once are said together.</summary>
public sealed class WaitingMessagesTests(MotoServer server) : IDisposable
{
    private const string People = "arn:aws:sns:us-east-1:123456789012:people";
    private const string Chat = "arn:aws:sns:us-east-1:123456789012:chat";

    private static readonly TripKey Day =
        new("cap", "account=1|principal=role/a", new Window(1_777_000_000, 1_777_003_600), IsRolling: false, Round: 0);

    private static readonly Stop Stopped = new()
    {
        Id = Day.StopId(),
        Target = new StopTarget.Principal("1", "role/a", "arn:aws:iam::1:role/a"),
        Cause = new StopCause.ByRule(
            Day, new Evidence("role/a", Unit.Usd, 3, 4, default, 0, 0, TimeSpan.Zero, Day.Window, DateTimeOffset.UnixEpoch)),
        State = StopState.Enforced,
        At = DateTimeOffset.UnixEpoch,
    };

    private readonly CannedService _topic =
        new("<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => _topic.Dispose();

    [Fact]
    public async Task What_the_topic_does_not_take_is_told_once_it_does()
    {
        Refuse(3);
        var (notifier, waiting, _) = await CreateAsync(chat: null);

        await notifier.TellAsync(Alert("first"), default);
        await notifier.TellAsync(Alert("second"), default);
        (await waiting.CountAsync(default)).ShouldBe(2);
        await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => notifier.SendWaitingAsync(default));
        (await waiting.CountAsync(default)).ShouldBe(2);
        _topic.Requests.Clear();

        (await notifier.SendWaitingAsync(default)).ShouldBe(2);

        Published().Select(one => one["Subject"]).ShouldBe(["HEAD: first", "HEAD: second"]);
        (await notifier.SendWaitingAsync(default)).ShouldBe(0);
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
        var (notifier, waiting, _) = await CreateAsync();

        for (var n = 0; n < 12; n++)
            await notifier.TellAsync(Alert($"number {n}"), default);

        Subjects(People).ShouldBe(["HEAD: number 0", "HEAD: number 1", "HEAD: number 2", "HEAD: number 3", "HEAD: number 4"]);
        (await waiting.CountAsync(default)).ShouldBe(7);
        _topic.Requests.Clear();

        (await notifier.SendWaitingAsync(default)).ShouldBe(7);

        Subjects(People).ShouldBe(["7 MESSAGES: 7 HEAD"]);
        Subjects(Chat).ShouldBe(["7 MESSAGES: 7 HEAD"]);
        var told = Published().Single(one => one["TopicArn"] == People)["Message"];
        for (var n = 5; n < 12; n++)
            told.ShouldContain($"number {n}");
        (await waiting.CountAsync(default)).ShouldBe(0);

        // A minute later the first is told alone again.
        _clock.Advance(TimeSpan.FromMinutes(1));
        _topic.Requests.Clear();
        await notifier.TellAsync(Alert("later"), default);
        Subjects(People).ShouldBe(["HEAD: later"]);
    }

    [Fact]
    public async Task A_digest_that_the_topic_does_not_take_waits_on_whole_and_the_other_topic_does_not_wait_for_it()
    {
        var (notifier, waiting, _) = await CreateAsync();
        for (var n = 0; n < 12; n++)
            await notifier.TellAsync(Alert($"number {n}"), default);
        Refuse(1);

        await Should.ThrowAsync<AmazonSimpleNotificationServiceException>(() => notifier.SendWaitingAsync(default));

        Subjects(Chat).ShouldContain("7 MESSAGES: 7 HEAD");
        (await waiting.CountAsync(default)).ShouldBe(7);
        (await notifier.SendWaitingAsync(default)).ShouldBe(7);
        (await waiting.CountAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_digest_that_is_too_large_for_a_topic_is_several_and_each_message_is_in_one()
    {
        var (notifier, _, _) = await CreateAsync();
        for (var n = 0; n < 45; n++)
            await notifier.TellAsync(Alert($"number {n:00}.", text: new string('t', 8_000)), default);
        _topic.Requests.Clear();

        (await notifier.SendWaitingAsync(default)).ShouldBe(40);

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
        var (notifier, waiting, table) = await CreateAsync();
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

        (await waiting.CountAsync(default)).ShouldBe(1);
        (await notifier.SendWaitingAsync(default)).ShouldBe(1);

        var told = Published().ShouldHaveSingleItem();
        (told["TopicArn"], told["Subject"]).ShouldBe((People, "STOPPED role/agent"));
        JsonDocument.Parse(told["Message"]).RootElement.GetProperty("default").GetString().ShouldBe("the text");
    }

    [Fact]
    public async Task What_one_topic_does_not_take_waits_for_that_topic_alone()
    {
        var (notifier, waiting, table) = await CreateAsync();
        _topic.Refuses = body => body.Contains(WebUtility.UrlEncode(Chat), StringComparison.OrdinalIgnoreCase);

        (await notifier.TellAsync(Alert("first"), default)).ShouldBeFalse();
        (await waiting.CountAsync(default)).ShouldBe(0, "people were told");
        _topic.Refuses = _ => false;
        _topic.Requests.Clear();

        (await notifier.SendWaitingAsync(default)).ShouldBe(0);

        Published().Select(one => one["TopicArn"]).ShouldBe([Chat]);
        (await ItemsAsync(table)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_was_written_with_its_stop_waits_where_it_was_written_and_is_told_once()
    {
        var (notifier, waiting, table) = await CreateAsync(chat: null);
        var stops = new DynamoStopStore(table, _clock);
        var delivery = new MessageDelivery(stops, notifier);
        var word = PendingMessage.Of(Stopped, _clock.GetUtcNow());
        await stops.TryOpenAsync(Stopped, bound: null, word, default);
        Refuse(1);

        await delivery.TellAsync(word, default);

        var kept = (await stops.PendingAsync(default)).ShouldHaveSingleItem();
        (kept.Id, kept.Waiting!.For).ShouldBe((word.Id, Channels.People));
        (await waiting.CountAsync(default)).ShouldBe(1);
        _topic.Requests.Clear();
        await delivery.ResumeAsync(_clock.GetUtcNow().AddHours(1), default);
        Published().ShouldBeEmpty("it is not left over, it waits");
        (await notifier.SendWaitingAsync(default)).ShouldBe(1);
        (await notifier.SendWaitingAsync(default)).ShouldBe(0);
        Published().ShouldHaveSingleItem()["Subject"].ShouldStartWith("STOPPED role/a");
        (await stops.PendingAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_has_waited_says_what_it_would_have_said()
    {
        var (notifier, _, _) = await CreateAsync();
        var evidence = new Evidence("role/a", Unit.Usd, 3, 4.25m, default, 12.5m, 0.5m, TimeSpan.FromSeconds(9),
            Day.Window, _clock.GetUtcNow());
        var level = new Notice(new NoticeKey.OfTrip(Day, "80%"), "role/a", "123456789012", 8.5m, 10, Unit.Usd, Day.Window,
            _clock.GetUtcNow(), evidence)
        {
            Outlook = new Outlook(12.4m, IsMean: false, _clock.GetUtcNow().AddHours(3)),
            Next = StopState.AwaitingApproval,
            Target = "role/a",
        };
        var trouble = new Alert
        {
            Head = "GUARD IN TROUBLE",
            Subject = "no logs",
            Text = "Nothing came.",
            Remedy = "look",
            Kind = "logsSilent",
            At = _clock.GetUtcNow(),
            Details = [("since", "now"), ("region", "us-east-1")],
        };
        PendingMessage[] words =
        [
            PendingMessage.Of(Stopped with { EnforcedAt = _clock.GetUtcNow(), Note = "n" }, _clock.GetUtcNow()),
            PendingMessage.Of(level),
            PendingMessage.Of(trouble),
        ];
        foreach (var word in words)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            _topic.Requests.Clear();
            (await notifier.TellAsync(word, default)).ShouldBeTrue();
            var atOnce = Bodies();
            Refuse(2);
            (await notifier.TellAsync(word, default)).ShouldBeFalse();
            _topic.Requests.Clear();

            (await notifier.SendWaitingAsync(default)).ShouldBe(1);

            Bodies().ShouldBe(atOnce);
        }
    }

    [Fact]
    public async Task A_message_is_kept_for_thirty_days_from_when_it_began_to_wait()
    {
        var (notifier, _, table) = await CreateAsync(chat: null);
        Refuse(1);

        await notifier.TellAsync(Alert("of 1970"), default);

        (await ItemsAsync(table)).ShouldHaveSingleItem()["expiresAt"].N
            .ShouldBe((_clock.GetUtcNow() + TimeSpan.FromDays(30)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Many_at_once_that_cannot_be_kept_are_told_one_by_one()
    {
        var notifier = Notifier(chat: null, new LedgerTable(Tables.Client(server), "no-such-table")).Notifier;

        for (var n = 0; n < 7; n++)
            (await notifier.TellAsync(Alert($"number {n}"), default)).ShouldBeTrue();

        Subjects(People).Count().ShouldBe(7);
    }

    [Fact]
    public async Task One_that_has_no_text_keeps_no_other_back()
    {
        var (notifier, _, table) = await CreateAsync(chat: null);
        Refuse(2);
        await notifier.TellAsync(Alert("edited"), default);
        var edited = (await ItemsAsync(table)).Single();
        edited["word"] = Item.Text(edited["word"].S.Replace("\"details\":[]", "\"details\":[[\"\",\"\"]]", StringComparison.Ordinal));
        await table.Client.PutItemAsync(table.Name, edited);
        await notifier.TellAsync(Alert("whole"), default);
        _topic.Requests.Clear();

        await Should.ThrowAsync<IndexOutOfRangeException>(() => notifier.SendWaitingAsync(default));

        Subjects(People).ShouldBe(["HEAD: whole"]);
    }

    [Fact]
    public async Task What_the_program_before_kept_for_each_channel_is_told_as_it_was_written_before_all_that_came_since()
    {
        var (notifier, waiting, table) = await CreateAsync();
        Refuse(2);
        await notifier.TellAsync(Alert("since"), default);
        foreach (var (channel, text) in ((string, string)[])[("People", "for people"), ("Chat", "for a chat")])
        {
            await table.Client.PutItemAsync(table.Name, new()
            {
                ["pk"] = Item.Text("outbox"),
                ["sk"] = Item.Text("2026-04-24T02:59:59.0000000Z#000001#" + channel),
                ["channel"] = Item.Text(channel),
                ["subject"] = Item.Text(text),
                ["text"] = Item.Text(text),
                ["json"] = Item.Text("{}"),
                ["chat"] = Item.Text(text),
                ["kind"] = Item.Text("stop"),
                ["urgency"] = Item.Text("Act"),
                ["headline"] = Item.Text(text),
                ["command"] = Item.Text("killswitch status"),
            });
        }

        (await waiting.CountAsync(default)).ShouldBe(2);
        _topic.Requests.Clear();

        (await notifier.SendWaitingAsync(default)).ShouldBe(2);

        Subjects(People).ShouldBe(["for people", "HEAD: since"]);
        Subjects(Chat).ShouldBe(["for a chat", "HEAD: since"]);
        (await ItemsAsync(table)).ShouldBeEmpty();
    }

    private async Task<(SnsNotifier Notifier, WaitingMessages Waiting, LedgerTable Table)> CreateAsync(string? chat = Chat)
    {
        var table = await Tables.CreateAsync(server);
        var (notifier, waiting) = Notifier(chat, table);
        return (notifier, waiting, table);
    }

    private (SnsNotifier Notifier, WaitingMessages Waiting) Notifier(string? chat, LedgerTable table)
    {
        var sns = new AmazonSimpleNotificationServiceClient(new BasicAWSCredentials("k", "s"), new AmazonSimpleNotificationServiceConfig
        {
            ServiceURL = _topic.Url.ToString(),
            MaxErrorRetry = 0,
        });
        var waiting = new WaitingMessages(new DynamoStopStore(table, _clock), new EarlierOutbox(table), _clock);
        return (new SnsNotifier(_ => sns, People, chat, new GuardAddress("KillSwitch", "us-east-1"), waiting, _clock), waiting);
    }

    private static async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(LedgerTable table) =>
    [
        .. await ConsistentRead.QueryAsync(table, "untold", "", default),
        .. await ConsistentRead.QueryAsync(table, "outbox", "", default),
    ];

    private List<string> Bodies() => [.. _topic.Requests.Select(request => request.Body).Order(StringComparer.Ordinal)];

    private void Refuse(int times)
    {
        for (var i = 0; i < times; i++)
            _topic.Refuse(HttpStatusCode.NotFound, "NotFound");
    }

    private IEnumerable<string> Subjects(string topic) => Published().Where(one => one["TopicArn"] == topic).Select(one => one["Subject"]);

    private List<Dictionary<string, string>> Published() =>
        [.. _topic.Requests.Select(request => request.Body.Split('&').Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => WebUtility.UrlDecode(field[1])))];

    private static PendingMessage Alert(string subject, string text = "text") => PendingMessage.Of(new Alert
    {
        Head = "HEAD",
        Subject = subject,
        Text = text,
        Kind = "kind",
        At = DateTimeOffset.UnixEpoch,
    });
}
