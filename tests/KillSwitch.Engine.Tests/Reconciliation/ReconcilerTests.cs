using CsCheck;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.Tests.Reconciliation;

/// <summary>The log and the metrics tell of the same calls, each in its own time.</summary>
public class ReconcilerTests
{
    private const string Account = "111122223333";
    private const string Region = "us-east-1";
    private const long Start = 1_777_075_200;
    private const int Minute = 60;

    private static readonly WindowCalendar Calendar = WindowCalendar.Of("UTC");
    private static readonly Window Day = Calendar.Containing(WindowUnit.Day, Start);
    private static readonly string[] LogSpellings =
        ["anthropic.claude-opus-4-6-v1", "us.anthropic.claude-opus-4-6-v1",
        "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1", "amazon.nova-pro-v1:0"];
    private static readonly string[] MetricSpellings =
        ["anthropic.claude-opus-4-6-v1", "us.anthropic.claude-opus-4-6-v1", "us.anthropic.claude-opus-4-6-v1", "amazon.nova-pro-v1:0"];

    // When it was logged (seconds after the start), how its two time stamps differ, when record and metric arrive, whether the record is
    // lost, model, tokens.
    private static Gen<Call[]> Calls(int lossPercent) =>
        Gen.Select(
            Gen.Int[0, 5 * 3600], Gen.Int[-590, 590], Gen.Int[0, 1800], Gen.Int[0, 900], Gen.Int[0, 99], Gen.Int[0, 3], Gen.Int[1, 5000])
            .Select(row => new Call(Start + row.Item1, Start + row.Item1 + row.Item2, row.Item3, row.Item4, row.Item5 < lossPercent,
                row.Item6, row.Item7)).Array[1, 60];

    [Fact]
    public Task Skew_and_delay_alone_are_never_unattributed() =>
        Gen.Select(Calls(lossPercent: 0), Gen.Int[0, 7 * 3600].Array[1, 6]).SampleAsync(async (calls, polls) =>
        {
            var account = new Reading(calls);
            foreach (var now in polls.Order().Select(poll => Start + poll))
            {
                await account.PollAsync(now);
                // A record arrives half an hour after its call at the latest, and may be stamped ten minutes after its metric.
                foreach (var window in Windows(now))
                    (await account.Reconciler.UnattributedAsync(window, now - (41 * Minute), default)).ShouldBeEmpty();
            }
        }, iter: 300);

    [Fact]
    public Task What_is_logged_and_what_is_not_never_exceed_what_was_spent_and_a_late_record_counts_once() =>
        Gen.Select(Calls(lossPercent: 30), Gen.Int[0, 7 * 3600].Array[1, 6]).SampleAsync(async (calls, polls) =>
        {
            var account = new Reading(calls);
            foreach (var now in polls.Order().Select(poll => Start + poll))
            {
                await account.PollAsync(now);
                foreach (var window in Windows(now))
                {
                    var logged = account.Logged(window);
                    var unattributed = (await account.Reconciler.UnattributedAsync(window, now, default))
                        .Sum(model => model.Usage.Tokens.InputTokens);
                    // Whatever either of the two puts into the window.
                    (logged + unattributed)
                        .ShouldBeLessThanOrEqualTo(
                        calls.Where(call => window.Contains(call.Logged) || window.Contains(call.Metered)).Sum(call => call.Tokens));
                }
            }
        }, iter: 300);

    [Fact]
    public Task Once_everything_has_arrived_the_log_and_what_it_lacks_add_up_to_what_the_metrics_count() =>
        Calls(lossPercent: 30).SampleAsync(async calls =>
        {
            var account = new Reading(calls);
            await account.PollAsync(Start + (7 * 3600));

            var window = Day with { Start = Day.Start - (24 * 3600) };
            var unattributed = await account.Reconciler.UnattributedAsync(window, Day.End, default);

            unattributed.Sum(model => model.Usage.Tokens.InputTokens).ShouldBe(calls.Where(call => call.IsLost).Sum(call => call.Tokens));
        }, iter: 300);

    [Fact]
    public async Task Without_any_log_everything_counts_at_its_price_from_the_windows_first_minute()
    {
        var account = new Reading([new Call(Start + 7300, Start + 7300, 0, 0, true, 1, 1_000_000)]);
        await account.PollAsync(Start + 7500);

        var found = (await account.Reconciler.UnattributedAsync(Calendar.Containing(WindowUnit.Hour, Start + 7300), Start + 7500, default))
            .Single();

        (found.Region, found.Model.Raw, found.Usage.Calls).ShouldBe((Region, "us.anthropic.claude-opus-4-6-v1", 1));
        found.Usage.Cost.ShouldBe(
            new PriceBook().PriceMany(
                found.Model, Region, DateTimeOffset.FromUnixTimeSeconds(Start + 7300), 1, new TokenUsage(1_000_000)).Cost);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(60)]
    public async Task The_log_of_a_model_does_not_hide_what_is_called_of_it_on_the_mantle_endpoint(int windowMinutes)
    {
        var ledger = new InMemoryLedger();
        var reconciler = new Reconciler(ledger, new PriceBook(), Calendar, Account);
        var minutes = Enumerable.Range(0, 60).SelectMany(minute => new[]
        {
            new ModelMinute(
                Region, BedrockEndpoint.Runtime, ModelId.Parse(LogSpellings[1]), Start + (minute * Minute), 1, new TokenUsage(0, 1000)),
            // The dearer part, and spelled in another way.
            new ModelMinute(Region, BedrockEndpoint.Mantle, ModelId.Parse("anthropic.claude-opus-4-6"), Start
                + (minute * Minute), 1, new TokenUsage(0, 2000)),
        }).ToList();
        var hour = Calendar.Containing(WindowUnit.Hour, Start);
        await reconciler.TakeAsync(new MetricReading(Region, hour.From, hour.Until, minutes, 1), new HashSet<string>(), default);
        var scope = $"account={Account}|region={Region}|model={LogSpellings[0]}";
        await ledger.CountAsync([.. minutes.Where(minute => minute.Endpoint == BedrockEndpoint.Runtime).Select(minute => new Posting(
            new RecordId(Account, Region, Guid.NewGuid()), DateTimeOffset.FromUnixTimeSeconds(minute.Second),
            new Usage(1, minute.Tokens, default), [new CounterKey(scope, hour)]))], default);

        var window = new Window(hour.End - (windowMinutes * Minute), hour.End);
        var found = (await reconciler.UnattributedAsync(window, hour.End, default)).ShouldHaveSingleItem();

        (found.Usage.Calls, found.Usage.Tokens.OutputTokens, found.Mantle.Calls)
            .ShouldBe((windowMinutes, windowMinutes * 2000L, windowMinutes));
        // Under the name that the log's counters have.
        found.Model.Id.ShouldBe(LogSpellings[0]);
    }

    [Fact]
    public async Task Calls_on_the_mantle_endpoint_are_never_in_the_log_and_always_count()
    {
        var account = new Reading([]);
        var minute =
            new ModelMinute(Region, BedrockEndpoint.Mantle, ModelId.Parse("openai.gpt-oss-120b"), Start, 3, new TokenUsage(3000, 300));
        await account.Reconciler.TakeAsync(
            new MetricReading(Region, DateTimeOffset.FromUnixTimeSeconds(Start), DateTimeOffset.FromUnixTimeSeconds(Start + 3600), [minute],
            1), new HashSet<string>(), default);

        var found = (await account.Reconciler.UnattributedAsync(Day, Day.End, default)).Single();

        found.Mantle.Calls.ShouldBe(3);
        found.Usage.Tokens.ShouldBe(new TokenUsage(3000, 300));
    }

    [Fact]
    public async Task What_one_process_read_another_finds_in_the_book()
    {
        var account =
            new Reading([new Call(Start + 100, Start + 100, 0, 0, true, 0, 700), new Call(Start + 4000, Start + 4000, 0, 0, true, 0, 300)]);
        await account.PollAsync(Start + 5000);

        var other = new Reconciler(account.Ledger, new PriceBook(), Calendar, Account);

        (await other.UnattributedAsync(Day, Start + 7200, default)).Single().Usage.Tokens.InputTokens.ShouldBe(1000);
    }

    [Fact]
    public async Task Calls_that_failed_after_they_were_taken_on_are_no_usage()
    {
        var account = new Reading([]);
        var failed = new ModelMinute(Region, BedrockEndpoint.Runtime, ModelId.Parse("amazon.nova-pro-v1:0"), Start, 50, default);
        await account.Reconciler.TakeAsync(
            new MetricReading(Region, DateTimeOffset.FromUnixTimeSeconds(Start), DateTimeOffset.FromUnixTimeSeconds(Start + 3600), [failed],
            1), new HashSet<string>(), default);

        (await account.Reconciler.UnattributedAsync(Day, Day.End, default)).ShouldBeEmpty();
    }

    private static IEnumerable<Window> Windows(long now) =>
    [
        Calendar.Containing(WindowUnit.Hour, now), Calendar.Containing(WindowUnit.Day, now), Calendar.Containing(WindowUnit.Month, now),
        new RollingWindow(TimeSpan.FromMinutes(15)).Holding(now), new RollingWindow(TimeSpan.FromHours(6)).Holding(now),
    ];

    private sealed record Call(long Logged, long Metered, int LogDelay, int MetricDelay, bool IsLost, int Model, int Tokens);

    /// <summary>An account whose records and metrics become visible over time.</summary>
    private sealed class Reading(Call[] calls)
    {
        private readonly HashSet<Call> _delivered = [];

        public InMemoryLedger Ledger { get; } = new();

        public Reconciler Reconciler => field ??= new Reconciler(Ledger, new PriceBook(), Calendar, Account);

        public long Logged(Window window) => _delivered.Where(call => window.Contains(call.Logged)).Sum(call => call.Tokens);

        public async Task PollAsync(long now)
        {
            foreach (var call in calls.Where(call => !call.IsLost && call.Logged + call.LogDelay <= now && _delivered.Add(call)))
            {
                var hour = Calendar.Containing(WindowUnit.Hour, call.Logged);
                var scope = $"account={Account}|region={Region}|model={ModelId.Parse(LogSpellings[call.Model]).Id}";
                await Ledger.CountAsync(
                    [new Posting(new RecordId(Account, Region, Guid.NewGuid()), DateTimeOffset.FromUnixTimeSeconds(call.Logged),
                    new Usage(1, new TokenUsage(call.Tokens), default), [new CounterKey(scope, hour)])], default);
            }

            var from = Math.Max(Reconciler.HourOf(DateTimeOffset.FromUnixTimeSeconds(now - (3 * 3600))).ToUnixTimeSeconds(), Start - 3600);
            // The first reading takes in all that was before it.
            var reading = calls.Where(call => call.Metered + call.MetricDelay <= now && call.Metered >= from)
                .GroupBy(call => (MetricSpellings[call.Model], Second: call.Metered - (call.Metered % Minute)))
                .Select(same => new ModelMinute(Region, BedrockEndpoint.Runtime, ModelId.Parse(same.Key.Item1), same.Key.Second,
                    same.Count(), new TokenUsage(same.Sum(call => call.Tokens))));
            await CatchUpAsync(from);
            await Reconciler.TakeAsync(
                new MetricReading(Region, DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(now), [.. reading],
                1), new HashSet<string>(), default);
        }

        // What a watch that ran every few minutes would have kept of earlier hours.
        private async Task CatchUpAsync(long until)
        {
            var earlier = calls.Where(call => call.Metered < until)
                .GroupBy(call => (MetricSpellings[call.Model], Second: call.Metered - (call.Metered % Minute)))
                .Select(same => new ModelMinute(Region, BedrockEndpoint.Runtime, ModelId.Parse(same.Key.Item1), same.Key.Second,
                    same.Count(), new TokenUsage(same.Sum(call => call.Tokens))));
            await Reconciler.TakeAsync(
                new MetricReading(Region, DateTimeOffset.FromUnixTimeSeconds(Start - 3600), DateTimeOffset.FromUnixTimeSeconds(until),
                [.. earlier], 1), new HashSet<string>(), default);
        }
    }
}
