using KillSwitch.Core.Policies;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Overshoot.Workloads;

/// <summary>The workloads of the study.</summary>
internal static class AllWorkloads
{
    private const string Opus = "us.anthropic.claude-opus-4-6-v1";
    private const string Sonnet = "us.anthropic.claude-sonnet-4-6";
    private const int FleetDays = 2;
    private const long Hour = 3_600_000;

    private static readonly long Start = Fleet.Start.ToUnixTimeMilliseconds();

    public static Workload TheIncident { get; } = new(
        "the incident", "eight sub-agents of one role, $37,901.73 in nine days, under the sample policy's cap", 500, new Glob("role/*"),
        IsFleet: false, IsFinite: true, Percent: 100,
        seed => Timed(Incident.Generate(seed), seed));

    public static Workload SteadyLeak { get; } = new(
        "a steady leak", "one agent whose cache does not work: a call of $0.20 every 20 s", 100, new Glob("role/*"), IsFleet: false,
        IsFinite: true, Percent: 500,
        seed => One(new Agent("agent-leak", Sonnet, 58_000, 0, 400, 12_000), seed));

    public static Workload SlowDrip { get; } = new(
        "a slow drip", "few dear calls: 150,000 tokens of Opus every five minutes, each 1.8 % of the limit", 50, new Glob("role/*"),
        IsFleet: false, IsFinite: true, Percent: 500,
        seed => One(new Agent("agent-drip", Opus, 150_000, 0, 2_000, 260_000), seed));

    public static Workload TheFleet(int principals) => new(
        principals == FleetPrincipals
            ? "a fleet of 1,000 principals"
            : $"a fleet of {principals} principals", "about 60 of 1,000 leak and one runs away; the cap is on each agent", 150,
                new Glob("role/agent-*"), IsFleet: true, IsFinite: true, Percent: 5,
        seed => Timed(Fleet.Generate(FleetPlan.Make(principals, FleetDays, seed), seed), seed));

    public const int FleetPrincipals = 1_000;

    /// <summary>200 sessions that start within ten seconds, where nobody called before: $0.75 a second.</summary>
    public static Workload Burst(decimal limit) => new(
        "a burst of 200 sessions", "200 sessions of one role start within ten seconds, after silence", limit, new Glob("role/*"),
        IsFleet: false, IsFinite: false, Percent: 100, BurstCalls);

    public static IReadOnlyList<decimal> BurstLimits { get; } = [100, 250, 500, 1_000, 2_000, 4_000];

    public static IReadOnlyList<Workload> All { get; } = [TheIncident, SteadyLeak, Burst(2_000), SlowDrip, TheFleet(FleetPrincipals)];

    private static IEnumerable<Call> BurstCalls(int seed)
    {
        var random = new SplitMix((ulong)(uint)seed ^ 0xB5257);
        var agent = new Agent("agent-burst", Sonnet, 60_000, 88, 450, 3_000);
        var start = Start + random.Between(0, Hour);
        return InOrder.Merge(
            Enumerable.Range(0, 200).Select(n => (Session: "s" + n, At: start + random.Between(0, 10_000), Random: random.Fork())).ToList()
                .Select(one => agent.Calls(one.Session, one.At, one.Random)),
            start + (24 * Hour));
    }

    private static IEnumerable<Call> One(Agent agent, int seed)
    {
        var random = new SplitMix((ulong)(uint)seed ^ 0x10AE);
        return InOrder.Merge([agent.Calls("s1", Start + random.Between(0, Hour), random)], Start + (14 * 24 * Hour));
    }

    // A record of a simulation says when its call began.
    private static IEnumerable<Call> Timed(IEnumerable<Core.Invocations.Invocation> records, int seed)
    {
        var random = new SplitMix((ulong)(uint)seed ^ 0x7131);
        var timing = new Timing(random.Fork());
        var last = 0L;
        foreach (var record in records)
        {
            if (record.IsRefused)
                continue;
            // Within its second; never before the one that came before it.
            last = Math.Max(last, record.Timestamp.ToUnixTimeMilliseconds() + random.Between(0, 999));
            yield return timing.Call(record, last);
        }
    }
}
