using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>
/// A fleet over two days, with everything that goes wrong in delivery: records late, twice, lost; the subscription blocked, the meter
/// down, logging off, metrics late and out of step with the log, processes ended at any moment. In the end all figures agree.
/// </summary>
internal sealed class FleetOverTime(GuardPorts stores, int seed, int hours, int every, decimal cap)
{
    private const int Agents = 6;
    private const string Runaway = "role/agent-0";
    private const string Cap = "cap";
    private const string Ceiling = "ceiling";

    private static readonly string[] Models =
        ["us.anthropic.claude-opus-4-6-v1", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "amazon.nova-pro-v1:0"];

#pragma warning disable CA5394 // A simulation is no secret.
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private readonly Policy _policy = new()
    {
        Rules =
        [
            new CountedRule
            {
                Id = Cap,
                Per = [Dimension.Principal],
                Limit = new Limit.Spend(new Usd(cap)),
                Every = new Every.Calendar(WindowUnit.Day),
                Stop = StopScope.Principal,
                Brake = Brake.Exact,
                NotifyPercents = [50],
            },
            new CountedRule
            {
                Id = Ceiling,
                Limit = new Limit.Spend(new Usd(cap * 4 / 3)),
                Every = new Every.Calendar(WindowUnit.Day),
                Stop = StopScope.None,
                NotifyPercents = [50, 80],
            },
        ],
    };
    private readonly PriceBook _prices = new();
    private readonly List<(DateTimeOffset At, IReadOnlyCollection<Invocation> Batch)> _again = [];
    private int _number;

    public async Task RunAsync()
    {
        var harness = new MinuteJobHarness(_policy, stores);
        for (var minute = 0; minute < hours * 60; minute++)
        {
            Trouble(harness, minute);
            await MinuteAsync(harness, calls: true, minute);
        }

        // Everything has time to arrive, and whatever was off is on again.
        (harness.World.IsLogging, harness.World.IsDelivering, harness.MeterRuns) = (true, true, true);
        for (var minute = 0; minute < 4 * 60; minute++)
            await MinuteAsync(harness, calls: false, minute);

        await CheckAsync(harness);
    }

    private void Trouble(MinuteJobHarness harness, int minute)
    {
        // Logging is off for over an hour; the subscription is blocked ten minutes and the meter down twenty, more than once.
        harness.World.IsLogging = !IsWithin(minute, hours * 60, hours * 10, 75);
        harness.World.IsDelivering = !IsWithin(minute, hours * 20, hours * 18, 10);
        harness.MeterRuns = !IsWithin(minute, hours * 25, hours * 21, 20);
        if (Chance(1))
            harness.Restart();
    }

    private static bool IsWithin(int minute, int every, int from, int length) => minute % every >= from && minute % every < from + length;

    private async Task MinuteAsync(MinuteJobHarness harness, bool calls, int minute)
    {
        for (var agent = 0; calls && agent < Agents; agent++)
        {
            // The first of them runs away after a while.
            var rate = agent == 0 && minute >= Math.Min(600, hours * 30) ? 90 : 12;
            if (Chance(rate))
            {
                harness.Call(Record(harness, agent), TimeSpan.FromSeconds(Number(540)), TimeSpan.FromSeconds(Number(420)),
                    TimeSpan.FromSeconds(Number(150)));
            }
        }

        await harness.MinuteAsync(watches: minute % every == 0, delivers: minute % every == 0);
        // Some of it comes again, up to hours later, in other company.
        var seen = harness.World.Logged.TakeLast(40).Select(call => call.Record).Where(_ => Chance(4)).ToList();
        if (seen.Count > 0 && minute % every == 0 && Chance(20) && harness.World.IsDelivering)
            _again.Add((harness.Now.AddMinutes(1 + Number(180)), seen));
        foreach (var (_, batch) in _again.Where(one => one.At <= harness.Now).ToList())
            await harness.MeterAsync(batch);
        _again.RemoveAll(one => one.At <= harness.Now);
    }

    private async Task CheckAsync(MinuteJobHarness harness)
    {
        var calendar = WindowCalendar.Of(_policy.TimeZone);
        var whole =
            new Window(MinuteJobHarness.Start.ToUnixTimeSeconds(), harness.Reconciler.HourOf(harness.Now.AddHours(1)).ToUnixTimeSeconds());
        var logged = harness.World.Logged;
        harness.LastReport.Failures.ShouldBeEmpty();

        // The ledger holds every record that was logged, each once, to the last digit.
        foreach (var day in Days(whole, calendar))
        {
            var scope = $"account={World.Account}";
            (await stores.Ledger.ReadAsync([new CounterKey(scope, day)], default))[0]
                .ShouldBe(Sum(logged.Where(call => day.Contains(call.Record.Timestamp.ToUnixTimeSeconds()))));
        }

        // What the metrics have and the log lacks is what was called while logging was off.
        var unattributed = await harness.Reconciler.UnattributedAsync(whole, whole.End, default);
        var unlogged = harness.World.Served.Except(logged).ToList();
        unlogged.ShouldNotBeEmpty();
        Total(unattributed.Select(model => model.Usage)).ShouldBe(Sum(unlogged));
        (await harness.Reconciler.TotalsAsync("us-east-1", whole, default)).Metered.ShouldBe(Sum(harness.World.Served));

        // Whoever passed the cap by the log was stopped, on each such day once, and nobody else was.
        var over = Days(whole, calendar)
            .SelectMany(day => logged.Where(call => day.Contains(call.Record.Timestamp.ToUnixTimeSeconds()))
                .GroupBy(call => call.Record.Caller.Principal.Name)
                .Where(same => Sum(same).Cost.Amount >= cap).Select(same => (same.Key, day)))
            .Order().ToList();
        over.ShouldContain(one => one.Key == Runaway);
        var stops = await stores.Stops.OpenAsync(default);
        stops.Where(stop => stop.Trip?.Rule == Cap).Select(stop => (stop.Target.Name, stop.Trip!.Window)).Order().ShouldBe(over);
        stops.ShouldAllBe(stop => stop.State == StopState.Enforced && stop.LeakedAt == null);

        // Nothing was ever told that exceeds what was spent up to then.
        foreach (var notice in harness.Notifier.Notices.Where(notice => notice.Key.Trip.Rule == Ceiling))
        {
            notice.Measured.ShouldBeLessThanOrEqualTo(
                Sum(harness.World.Served.Where(call => Within(call, notice.Window) && call.Record.Timestamp <= notice.At)).Cost.Amount,
                notice.ToString());
        }

        harness.Notifier.Notices.ShouldContain(notice => notice.Key.Trip.Rule == Ceiling);
        harness.Notifier.Notices.GroupBy(notice => notice.Key).ShouldAllBe(same => same.Count() == 1);
    }

    // Either of its two time stamps may put a call into the window.
    private static bool Within(WorldCall call, Window window) =>
        window.Contains(call.Record.Timestamp.ToUnixTimeSeconds()) || window.Contains(call.Metered.ToUnixTimeSeconds());

    private static IEnumerable<Window> Days(Window whole, WindowCalendar calendar)
    {
        for (var day =
            calendar.Containing(WindowUnit.Day, whole.Start); day.Start < whole.End; day = calendar.Containing(WindowUnit.Day, day.End))
        {
            yield return day;
        }
    }

    private Usage Sum(IEnumerable<WorldCall> calls) =>
        Total(calls.Select(call => new Usage(1, call.Record.Tokens, _prices.Price(call.Record).Cost)));

    private static Usage Total(IEnumerable<Usage> some) => some.Aggregate(default(Usage), (sum, usage) => sum + usage);

    private Invocation Record(MinuteJobHarness harness, int agent) => new()
    {
        Id = new RecordId(World.Account, "us-east-1", new Guid(++_number, (short)seed, 0, new byte[8])),
        Timestamp = harness.Now.AddSeconds(Number(59)),
        Caller = Caller.Parse($"arn:aws:sts::{World.Account}:assumed-role/agent-{agent}/s{Number(3)}"),
        Model = ModelId.Parse(Models[Number(Models.Length - 1)]),
        Tokens = new TokenUsage(Number(20_000), Number(3_000), Number(40_000), Number(8_000)),
        HasTokenCounts = true,
    };

#pragma warning disable CA5394
    private bool Chance(int percent) => _random.Next(100) < percent;

    private int Number(int most) => _random.Next(most + 1);
#pragma warning restore CA5394
}
