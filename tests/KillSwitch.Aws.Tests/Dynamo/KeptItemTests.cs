using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Health;
using KillSwitch.Aws.Leases;
using KillSwitch.Aws.Messages;
using KillSwitch.Aws.Stops;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Aws.Tests.Dynamo;

/// <summary>What a person edits in the table by hand costs that one item, and is said.</summary>
public sealed class KeptItemTests(MotoServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    private static readonly Stop Stopped = Stop();

    private LedgerTable _table = null!;

    public async ValueTask InitializeAsync() => _table = await Tables.CreateAsync(server);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("not a stop")]
    [InlineData("{}")]
    [InlineData("""{"id":"stop-damaged","state":"Frozen"}""")]
    [InlineData(null)]
    public async Task An_open_stop_that_cannot_be_read_hides_no_other(string? text)
    {
        var store = new DynamoStopStore(_table, TimeProvider.System);
        var stop = Stopped;
        await store.TryOpenAsync(stop, bound: null, word: null, default);
        await PutAsync("stop#open", "stop-damaged", ("stop", text is null ? Item.Number(7L) : Item.Text(text)));

        (await store.OpenAsync(default)).Select(one => one.Id).ShouldBe([stop.Id]);
        Said().ShouldBe(["stop#open/stop-damaged"]);
        (await store.FindAsync("stop-damaged", default)).ShouldBeNull();
        Said().ShouldBe(["stop#open/stop-damaged"]);
        Said().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_under_the_id_of_another_is_none()
    {
        var store = new DynamoStopStore(_table, TimeProvider.System);
        await PutAsync("stop#open", "stop-other", ("stop", Item.Text(StopJson.Write(Stopped))));

        (await store.OpenAsync(default)).ShouldBeEmpty();
        _table.Damaged.Take().ShouldHaveSingleItem().Reason.ShouldContain("it says that it is `");
    }

    [Fact]
    public async Task Words_messages_signs_of_life_and_lines_of_the_audit_that_cannot_be_read_hide_no_other()
    {
        var stops = new DynamoStopStore(_table, TimeProvider.System);
        await stops.KeepAsync(PendingMessage.Of(Stopped, Now), default);
        var beats = new Heartbeats(_table);
        await beats.WriteAsync(new Heartbeat("watch", Now), default);
        var audit = new AuditTrail(_table);
        await audit.WriteAsync(Now, "policy", "put in force", default);
        await PutAsync("untold", "word", ("word", Item.Text("{")));
        var whole = Item.Text(PendingMessageJson.Write(PendingMessage.Of(Stopped, Now)));
        await PutAsync("untold", "pigeons", ("word", whole), ("waits", Item.Text("Pigeons")), ("since", Item.Text("2026-04-24")));
        await PutAsync("untold", "nobody", ("word", whole), ("waits", Item.Text("None")), ("since", Item.Text("2026-04-24")));
        await PutAsync("untold", "someday", ("word", whole), ("waits", Item.Text("People")));
        await PutAsync("outbox", "message", ("channel", Item.Text("Pigeons")));
        await PutAsync("heartbeat", "meter/us-east-1", ("beatAt", Item.Text("soon")));
        await PutAsync("heartbeat", "meter/us-west-2", ("beatAt", Item.Number(long.MaxValue)));
        await PutAsync("audit#2026-04", "yesterday", ("what", Item.Text("")));

        (await stops.PendingAsync(default)).Count.ShouldBe(1);
        (await new WaitingMessages(stops, new EarlierOutbox(_table), TimeProvider.System).CountAsync(default)).ShouldBe(0);
        (await beats.ReadAsync(default)).ShouldHaveSingleItem().Part.ShouldBe("watch");
        (await audit.ReadAsync(Now, default)).Count.ShouldBe(1);
        Said().ShouldBe(
            ["audit#2026-04/yesterday", "heartbeat/meter/us-east-1", "heartbeat/meter/us-west-2", "outbox/message", "untold/nobody",
            "untold/pigeons", "untold/someday", "untold/word"]);

        // The next sign of life mends it.
        await beats.WriteAsync(new Heartbeat("meter/us-east-1", Now), default);
        (await beats.ReadAsync(default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_memory_that_cannot_be_read_is_read_as_nothing_and_gives_way()
    {
        var memory = new GuardMemory(_table);
        await PutAsync("memory", "sweep", ("text", Item.Number(7L)));
        await PutAsync("memory", "health", ("text", Item.Text("[7]")));
        await PutAsync("memory", "running-work/stop-1", ("text", Item.Text("7")));

        (await memory.RecallAsync("sweep", default)).ShouldBeNull();
        (await memory.TryKeepAsync("sweep", recalled: null, "begun", default)).ShouldBeTrue();
        (await memory.TryKeepAsync("sweep", recalled: null, "by another", default)).ShouldBeFalse();
        (await new HealthBook(memory, new RecordingNotifier()).ReadAsync(default)).ShouldBeEmpty();
        (await new StopWorkBook(memory).FindAsync("stop-1", default)).ShouldBeNull();
        Said().ShouldBe(["memory/health", "memory/running-work/stop-1", "memory/sweep"]);
    }

    [Theory]
    [InlineData("2098-01-01T00:00:00Z")]
    [InlineData(null)]
    public async Task A_lease_whose_renewal_lies_ahead_or_is_no_time_is_renewed_all_the_same(string? renewedAt)
    {
        var book = new DynamoLeaseBook(_table);
        await PutAsync("lease", "lease", ("renewedAt", renewedAt is null ? Item.Number(7L) : Item.Text(renewedAt)));

        await book.RenewAsync(Now, Now.AddMinutes(10), default);

        (await book.ReadAsync(default))!.HoldsUntil.ShouldBe(Now.AddMinutes(10));
    }

    private static Stop Stop()
    {
        var trip = new TripKey("cap", "account=1|principal=role/a", new Window(1_777_000_000, 1_777_003_600), IsRolling: false, Round: 0);
        return new Stop
        {
            Id = trip.StopId(),
            Target = new StopTarget.Principal("1", "role/a", "arn:aws:iam::1:role/a"),
            Cause = new StopCause.ByRule(trip, new Evidence("role/a", Unit.Usd, 3, 4, default, 0, 0, TimeSpan.Zero, trip.Window, Now)),
            State = StopState.Enforced,
            At = Now,
        };
    }

    private async Task PutAsync(string partition, string sort, params (string Name, AttributeValue Value)[] attributes)
    {
        var item = Item.Key(partition, sort);
        foreach (var (name, value) in attributes)
            item[name] = value;
        await _table.Client.PutItemAsync(_table.Name, item);
    }

    private List<string> Said() => [.. _table.Damaged.Take().Select(item => item.Name)];
}
