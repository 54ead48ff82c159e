using System.Net;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using KillSwitch.Aws.Messages;
using KillSwitch.Aws.Stops;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.PolicyFile;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Aws.Tests.Messages;

/// <summary>Owners hear of their stops, in whatever region their topic is, and none of them keeps anybody else waiting.</summary>
public sealed class OwnerMessagesTests(MotoServer server) : IDisposable
{
    private const string People = "arn:aws:sns:us-east-1:123456789012:people";
    private const string Agents = "arn:aws:sns:us-east-1:123456789012:agents";
    private const string Europe = "arn:aws:sns:eu-west-1:123456789012:agents";
    private const string Answer = "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>";

    private readonly CannedService _home = new(Answer);
    private readonly CannedService _elsewhere = new(Answer);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 24, 3, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        _home.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_stop_is_told_on_every_owners_topic_in_its_region_and_on_the_guards_own()
    {
        var (notifier, waiting) = await CreateAsync(Agents, Europe);

        (await notifier.TellAsync(Stopped("role/agent-1"), default)).ShouldBeTrue();
        (await notifier.TellAsync(Stopped("role/other"), default)).ShouldBeTrue();

        Told(_home).ShouldBe([(Agents, "role/agent-1"), (People, "role/agent-1"), (People, "role/other")], ignoreOrder: true);
        Told(_elsewhere).ShouldBe([(Europe, "role/agent-1")]);
        (await waiting.CountForOwnersAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task An_owner_who_listens_to_the_guards_own_topic_hears_once()
    {
        var (notifier, _) = await CreateAsync(People);

        await notifier.TellAsync(Stopped("role/agent-1"), default);

        Told(_home).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_topic_that_refuses_waits_alone_is_told_of_and_hears_later()
    {
        var (notifier, waiting) = await CreateAsync(Europe);
        _elsewhere.Refuse(HttpStatusCode.Forbidden, "AuthorizationError");
        _elsewhere.Refuse(HttpStatusCode.Forbidden, "AuthorizationError");

        (await notifier.TellAsync(Stopped("role/agent-1"), default)).ShouldBeFalse();
        Told(_home).ShouldBe([(People, "role/agent-1")]);
        notifier.OwnerRefusals.ShouldBeNull();
        (await waiting.CountAsync(default)).ShouldBe(0);
        (await waiting.CountForOwnersAsync(default)).ShouldBe(1);

        // The watch does not fail because of it.
        (await notifier.SendWaitingAsync(default)).ShouldBe(0);
        var refusal = notifier.OwnerRefusals.ShouldNotBeNull().ShouldHaveSingleItem();
        (refusal.Topic, refusal.Waiting).ShouldBe((Europe, 1));
        refusal.Reason.ShouldNotBeEmpty();
        Told(_home).Count.ShouldBe(1);

        _elsewhere.Requests.Clear();
        await notifier.SendWaitingAsync(default);
        Told(_elsewhere).ShouldBe([(Europe, "role/agent-1")]);
        notifier.OwnerRefusals.ShouldBeEmpty();
        (await waiting.CountForOwnersAsync(default)).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_guards_own_topic_does_not_take_an_owner_hears_at_once()
    {
        var (notifier, waiting) = await CreateAsync(Europe);
        _home.Refuse(HttpStatusCode.NotFound, "NotFound");

        (await notifier.TellAsync(Stopped("role/agent-1"), default)).ShouldBeFalse();

        Told(_elsewhere).ShouldBe([(Europe, "role/agent-1")]);
        ((await waiting.CountAsync(default)), (await waiting.CountForOwnersAsync(default))).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Many_at_once_are_told_an_owner_together()
    {
        var (notifier, _) = await CreateAsync(Europe);
        for (var n = 0; n < 12; n++)
            await notifier.TellAsync(Stopped($"role/agent-{n}"), default);
        Told(_elsewhere).Count.ShouldBe(5);
        _elsewhere.Requests.Clear();

        (await notifier.SendWaitingAsync(default)).ShouldBe(7);

        Published(_elsewhere).ShouldHaveSingleItem()["Subject"].ShouldBe("7 MESSAGES: 7 STOPPED");
    }

    [Fact]
    public async Task What_waits_for_an_owner_whom_the_policy_names_no_more_is_dropped_and_under_no_policy_it_waits()
    {
        var (notifier, waiting) = await CreateAsync(Europe);
        _elsewhere.Refuse(HttpStatusCode.NotFound, "NotFound");
        _elsewhere.Refuse(HttpStatusCode.NotFound, "NotFound");
        await notifier.TellAsync(Stopped("role/agent-1"), default);

        notifier.TellBy(Rules(), isInForce: false);
        await notifier.SendWaitingAsync(default);
        (await waiting.CountForOwnersAsync(default)).ShouldBe(1);

        notifier.TellBy(Rules());
        _elsewhere.Requests.Clear();
        await notifier.SendWaitingAsync(default);
        (await waiting.CountForOwnersAsync(default)).ShouldBe(0);
        _elsewhere.Requests.ShouldBeEmpty();
        notifier.OwnerRefusals.ShouldBeEmpty();
    }

    private async Task<(SnsNotifier Notifier, WaitingMessages Waiting)> CreateAsync(params string[] topics)
    {
        var table = await Tables.CreateAsync(server);
        var waiting = new WaitingMessages(new DynamoStopStore(table, _clock), new EarlierOutbox(table), _clock);
        var notifier = new SnsNotifier(
            region => Client(region == "us-east-1" ? _home : _elsewhere), People, null, new GuardAddress("KillSwitch", "us-east-1"),
            waiting, _clock);
        notifier.TellBy(Rules(topics));
        return (notifier, waiting);
    }

    private static AmazonSimpleNotificationServiceClient Client(CannedService service) =>
        new(new BasicAWSCredentials("k", "s"), new AmazonSimpleNotificationServiceConfig
        {
            ServiceURL = service.Url.ToString(),
            MaxErrorRetry = 0,
        });

    private static RuleBook Rules(params string[] topics) => new(PolicyFileReader.Read(
        "version: 1\nowners: ["
            + string.Join(", ", topics.Select(topic => $"{{ match: {{ principal: role/agent-* }}, topic: \"{topic}\" }}"))
            + "]\nrules: [{ id: cap, per: principal, limit: { usd: 3 }, every: day, stop: principal }]\n").Policy!);

    private static PendingMessage Stopped(string principal)
    {
        var trip = new TripKey(
            "cap", $"account=123456789012|principal={principal}", new Window(1_777_000_000, 1_777_003_600), IsRolling: false);
        return PendingMessage.Of(new Stop
        {
            Id = trip.StopId(),
            Target = new StopTarget.Principal("123456789012", principal, $"arn:aws:iam::123456789012:{principal}"),
            Cause = new StopCause.ByRule(
                trip, new Evidence(principal, Unit.Usd, 3, 4, default, 0, 0, TimeSpan.Zero, trip.Window, DateTimeOffset.UnixEpoch)),
            State = StopState.Enforced,
            At = DateTimeOffset.UnixEpoch,
        }, DateTimeOffset.UnixEpoch);
    }

    private static List<(string Topic, string Who)> Told(CannedService service) => [.. Published(service)
        .Select(one => (one["TopicArn"], one["Subject"].Split(' ')[1].TrimEnd(',', ':')))];

    private static List<Dictionary<string, string>> Published(CannedService service) =>
        [.. service.Requests.Select(request => request.Body.Split('&').Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => WebUtility.UrlDecode(field[1])))];
}
