using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>The innocents of the study.</summary>
internal static class AllInnocents
{
    private const string Sonnet = "us.anthropic.claude-sonnet-4-6";
    private const long Second = 1_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    private static readonly long Start = Fleet.Start.ToUnixTimeMilliseconds();
    private static readonly (int, int) Half = (500, 650);
    private static readonly Limit Dollars = new Limit.Spend(new Usd(1));
    private static readonly Limit Tokens = new Limit.Tokens(1);
    private static readonly Limit CallCount = new Limit.CallCount(1);

    // One that calls every so often, with short answers.
    private static readonly Agent Worker = new("agent-worker", Sonnet, 20_000, 80, 250, 10 * Second);

    public static IReadOnlyList<Innocent> All { get; } =
    [
        new("steady, calls a minute", CallCount, Every(WindowUnit.Minute), Half, 100, seed => Sessions(Worker, 8, 30 * Minute, seed)),
        new("steady, tokens a minute", Tokens, Every(WindowUnit.Minute), Half, 100, seed => Sessions(Worker, 8, 30 * Minute, seed)),
        new("steady, dollars an hour", Dollars, Every(WindowUnit.Hour), Half, 100, seed => Sessions(Worker, 2, 5 * Hour, seed)),
        new("steady, dollars a day", Dollars, Every(WindowUnit.Day), Half, 50, seed => Sessions(Pausing(2 * Minute), 1, 3 * Day, seed)),
        new("steady, dollars a month", Dollars, Every(WindowUnit.Month), Half, 50, seed =>
            Sessions(Pausing(20 * Minute), 1, 35 * Day, seed)),
        new("steady, dollars in 15 rolling minutes", Dollars, Rolling(15 * Minute), Half, 100, seed => Sessions(Worker, 4, 2 * Hour, seed)),
        new("steady, calls in 24 rolling hours", CallCount, Rolling(Day), Half, 50, seed =>
            Sessions(Pausing(2 * Minute), 1, 3 * Day, seed)),
        new("a burst that ends at a third", Dollars, Every(WindowUnit.Day), (333, 333), 100, seed =>
            Sessions(new Agent("agent-burst", Sonnet, 60_000, 88, 450, 3 * Second), 200, 2 * Minute, seed)),
        new("long parallel calls", Dollars, Every(WindowUnit.Day), (130, 650), 200, seed =>
            Sessions(new Agent("agent-long", Sonnet, 20_000, 80, 15_000, 30 * Second), 10, 4 * Minute, seed)),
        new("long parallel calls all day", Dollars, Every(WindowUnit.Day), Half, 50, seed =>
            Sessions(new Agent("agent-long", Sonnet, 20_000, 80, 15_000, 5 * Minute), 10, Day, seed)),
        new("deliveries 1 to 60 minutes late", Dollars, Every(WindowUnit.Day), Half, 100, seed => Sessions(Worker, 4, 3 * Hour, seed))
        {
            HeldUp = Delays.OneInThree,
        },
        new("a gap that the watch fills", Dollars, Every(WindowUnit.Day), (20, 650), 100, seed => Sessions(Worker, 5, Hour, seed))
        {
            HeldUp = Delays.Gap,
            IsOfAccount = true,
        },
        new("five idle agents whose records were lost and filled in", Dollars, Every(WindowUnit.Month), (60, 650), 100, seed =>
            Roles(5, Worker, 15 * Minute, seed)) { HeldUp = Delays.Gap },
        new("a queue after an outage", Dollars, Every(WindowUnit.Hour), Half, 100, seed => Sessions(Worker, 8, 2 * Hour, seed))
        {
            HeldUp = Delays.Queue,
        },
        new("a day of a fleet of 1,000", Dollars, Every(WindowUnit.Day), Half, 4, seed => Roles(1_000, Pausing(15 * Minute), Day, seed))
        {
            IsFleet = true,
        },
    ];

    private static Every.Calendar Every(WindowUnit unit) => new(unit);

    private static Every.Rolling Rolling(long milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds));

    private static Agent Pausing(long milliseconds) => Worker with { PauseMilliseconds = milliseconds };

    private static IReadOnlyList<Call> Sessions(Agent agent, int sessions, long time, int seed) => Calls(sessions, _ => agent, time, seed);

    private static IReadOnlyList<Call> Roles(int roles, Agent agent, long time, int seed) =>
        Calls(roles, n => agent with { Role = $"agent-{n}" }, time, seed);

    private static IReadOnlyList<Call> Calls(int sessions, Func<int, Agent> agent, long time, int seed)
    {
        var random = new SplitMix((ulong)(uint)seed ^ 0x1220CE27);
        var start = Start + random.Between(0, Day);
        var all = Enumerable.Range(0, sessions)
            .Select(n => agent(n).Calls("s" + n, start + random.Between(0, 10 * Second), random.Fork())
                .TakeWhile(call => call.Start < start + time));
        return [.. all.SelectMany(calls => calls).OrderBy(call => call.End)];
    }
}
