using Amazon.DynamoDBv2;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Aws.Stops;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Aws.Tests.Cycle;

/// <summary>
/// The whole cycle over the real stores: whoever dies, and however often a batch comes, nothing is lost and nothing counts twice.
/// </summary>
public class MeterCrashTests(MotoServer server)
{
    private static readonly DateTimeOffset Start = new(2026, 4, 24, 3, 0, 0, TimeSpan.Zero);

    private static readonly Policy Policy = new()
    {
        MaxStops = new MaxStops(25, WindowUnit.Hour),
        Rules =
        [
            new CountedRule
            {
                Id = "cap",
                Per = [Dimension.Principal],
                Limit = new Limit.CallCount(10),
                Every = new Every.Calendar(WindowUnit.Day),
                Stop = StopScope.Principal,
                Brake = Brake.Exact,
                NotifyPercents = [50],
            },
        ],
    };

    [Fact]
    public async Task A_death_between_any_two_requests_is_made_good_by_the_next_delivery()
    {
        var batch = Batch(0, 12);
        var deaths = 0;
        for (var allowed = 0; allowed < 60; allowed++)
        {
            var table = await Tables.CreateAsync(server);
            // One that is alive and enforces has seen nothing yet: the account's denies outlive the process.
            var account = new InMemoryAccount(TimeSpan.Zero, _ => false);
            var notifier = new RecordingNotifier();
            var died = await DiesAsync(table, account, notifier, allowed / 2, sendsTheLast: allowed % 2 == 0, batch);
            deaths += died ? 1 : 0;

            var alive = Guard(table, account, notifier);
            await alive.Meter.RunAsync(batch, Start.AddSeconds(40), default);
            await alive.Enforcement.MessageDelivery.ResumeAsync(Start.AddMinutes(5), default);

            var stop = (await new DynamoStopStore(table, TimeProvider.System).OpenAsync(default)).ShouldHaveSingleItem($"after {allowed}");
            stop.State.ShouldBe(StopState.Enforced);
            account.IsDenied(Call(99, 100)).ShouldBeTrue();
            (await TotalAsync(table)).Calls.ShouldBe(12);
            notifier.Stops.Select(told => told.State).ShouldContain(StopState.Enforced, $"after {allowed}");
            notifier.Notices.Select(notice => notice.Key.Level).Distinct().Order(StringComparer.Ordinal).ToList()
                .ShouldBe(["50%", "breach"], $"after {allowed}");
            if (!died)
                break;
        }

        deaths.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task A_request_that_is_throttled_in_conflict_or_loses_its_answer_changes_nothing()
    {
        var batch = Batch(0, 12);
        var (request, met) = (0, true);
        for (; met; request++)
        {
            var table = await Tables.CreateAsync(server);
            var account = new InMemoryAccount(TimeSpan.Zero, _ => false);
            var notifier = new RecordingNotifier();
            using var faulty = new FaultyClient(server, request, (RequestFault)(request % 3));

            var guard = Guard(table with { Client = faulty.Client }, account, notifier);
            await guard.Meter.RunAsync(batch, Start.AddSeconds(40), default);
            // What the emulator, which knows no tokens, takes for somebody else's is told by the watch.
            await guard.Enforcement.MessageDelivery.ResumeAsync(Start.AddMinutes(5), default);

            met = faulty.IsMet;
            var what = $"{faulty.Fault} at {request}";
            (await TotalAsync(table)).Calls.ShouldBe(12, what);
            (await new DynamoStopStore(table, TimeProvider.System).OpenAsync(default))
                .ShouldHaveSingleItem(what).State.ShouldBe(StopState.Enforced, what);
            notifier.Stops.Select(told => told.State).Distinct().ToList().ShouldBe([StopState.Enforced], what);
            notifier.Notices.Select(notice => notice.Key.Level).Distinct().Order(StringComparer.Ordinal).ToList()
                .ShouldBe(["50%", "breach"], what);
        }

        request.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Meters_at_once_over_overlapping_batches_count_each_record_once_and_stop_once()
    {
        var table = await Tables.CreateAsync(server);
        var account = new InMemoryAccount(TimeSpan.Zero, _ => false);
        var gate = new Lock();
        var batches = new[] { Batch(0, 8), Batch(4, 8), Batch(4, 8), Batch(0, 16), Batch(10, 6) };

        var reports = await Task.WhenAll(batches.Select(batch => Task.Run(async () =>
            await Guard(table, new Locked(account, gate)).Meter.RunAsync(batch, Start.AddSeconds(40), default))));

        reports.Sum(report => report.Counted).ShouldBe(16);
        (await TotalAsync(table)).Calls.ShouldBe(16);
        (await new DynamoStopStore(table, TimeProvider.System).OpenAsync(default))
            .ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
        reports.SelectMany(report => report.Notices).Select(notice => notice.Key.Level).Order(StringComparer.Ordinal)
            .ShouldBe(["50%", "breach"]);
    }

    [Fact]
    public async Task A_restore_with_a_raise_lets_it_trip_once_more_at_the_raised_limit()
    {
        var table = await Tables.CreateAsync(server);
        var account = new InMemoryAccount(TimeSpan.Zero, _ => false);
        var guard = Guard(table, account);
        await guard.Meter.RunAsync(Batch(0, 12), Start.AddSeconds(40), default);
        var store = new DynamoStopStore(table, TimeProvider.System);
        var stop = (await store.OpenAsync(default)).Single();
        var restoration = new Restoration(guard.Enforcement);

        (await restoration.RunAsync(stop, Policy, raise: 0, "ana", Start.AddMinutes(1), default)).ShouldBe(
            new RestoreResult.WouldTripAgain(Unit.Calls, 12, 10, stop.Trip!.Window));
        (await restoration.RunAsync(stop, Policy, raise: 5, "ana", Start.AddMinutes(1), default))
            .ShouldBeOfType<RestoreResult.Done>().Stop.State.ShouldBe(StopState.Released);
        account.IsDenied(Call(99, 100)).ShouldBeFalse();

        await guard.Meter.RunAsync(Batch(20, 2), Start.AddSeconds(80), default);
        (await store.OpenAsync(default)).ShouldBeEmpty();
        await guard.Meter.RunAsync(Batch(30, 2), Start.AddSeconds(90), default);
        (await store.OpenAsync(default)).ShouldHaveSingleItem().Evidence!.Limit.ShouldBe(15);
    }

    private async Task<bool> DiesAsync(
        LedgerTable table, InMemoryAccount account, RecordingNotifier notifier, int allowed, bool sendsTheLast, Invocation[] batch)
    {
        using var dying = new DyingClient(server, allowed, sendsTheLast);
        try
        {
            await Guard(table with { Client = dying.Client }, account, notifier).Meter.RunAsync(batch, Start.AddSeconds(30), default);
            return false;
        }
        catch (Exception error) when (error is DyingClient.DeadException or AmazonDynamoDBException or AggregateException)
        {
            return true;
        }
    }

    private static (
        Meter Meter, Enforcement Enforcement) Guard(LedgerTable table, Engine.Ports.IEnforcer enforcer, RecordingNotifier? told = null)
    {
        var enforcement = new Enforcement(InMemoryPorts.Of(enforcer) with
        {
            Ledger = new DynamoLedger(table),
            Stops = new DynamoStopStore(table, TimeProvider.System),
            Notifier = told ?? new RecordingNotifier(),
        });
        return (new Meter(new CycleContext(new RuleBook(Policy), enforcement), new PriceBook()) { CountsUsage = true }, enforcement);
    }

    private static async Task<Usage> TotalAsync(LedgerTable table)
    {
        var day = WindowCalendar.Of("UTC").Containing(WindowUnit.Day, Start.ToUnixTimeSeconds());
        return (await new DynamoLedger(table).ReadAsync([new CounterKey("account=123456789012|principal=role/agent", day)], default))[0];
    }

    private static Invocation[] Batch(int from, int count) => [.. Enumerable.Range(from, count).Select(n => Call(n, n))];

    private static Invocation Call(int number, int second) => new()
    {
        Id = new RecordId("123456789012", "us-east-1", new Guid(number, 7, 7, new byte[8])),
        Timestamp = Start.AddSeconds(second),
        Caller = Caller.Parse("arn:aws:sts::123456789012:assumed-role/agent/s"),
        Model = ModelId.Parse("anthropic.claude-opus-4-6-v1"),
        Tokens = new TokenUsage(InputTokens: 1_000),
        HasTokenCounts = true,
    };

    private sealed class Locked(InMemoryAccount account, Lock gate) : Engine.Ports.IEnforcer
    {
        public ValueTask<Engine.Ports.EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            lock (gate)
                return account.DenyAsync(target, now, cancellation);
        }

        public ValueTask<Engine.Ports.EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            lock (gate)
                return account.AllowAsync(target, now, cancellation);
        }

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation)
        {
            lock (gate)
                return account.IsDeniedAsync(target, cancellation);
        }
    }
}
