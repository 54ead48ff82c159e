using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Simulation;

/// <summary>The calls of a <see cref="FleetPlan"/>, merged in order of time; one member's next call at a time is held in memory.</summary>
public static class Fleet
{
    private const long Hour = 3600;

    /// <summary>The first of a month, a Monday.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<Invocation> Generate(FleetPlan plan, int seed)
    {
        var random = new SplitMix((ulong)(uint)seed ^ 0xCA11);
        var next = new PriorityQueue<IEnumerator<Invocation>, (DateTimeOffset, int)>();
        for (var i = 0; i < plan.Members.Count; i++)
            Enqueue(Calls(plan, plan.Members[i], random.Fork()).GetEnumerator(), i);
        while (next.TryDequeue(out var calls, out var rank))
        {
            yield return calls.Current;
            Enqueue(calls, rank.Item2);
        }

        void Enqueue(IEnumerator<Invocation> calls, int member)
        {
            if (calls.MoveNext())
                next.Enqueue(calls, (calls.Current.Timestamp, member));
            else
                calls.Dispose();
        }
    }

    private static IEnumerable<Invocation> Calls(FleetPlan plan, FleetMember member, SplitMix random)
    {
        var model = ModelId.Parse(member.Model);
        var end = plan.Days * 24 * Hour;
        var escape = member.Conduct == Conduct.RunsAway
            ? (plan.RunawayDay * 24 * Hour) + random.Between(9 * Hour, 16 * Hour)
            : long.MaxValue;
        var caller = Caller.Parse(member.Arn);
        var (session, left) = (0, 0L);
        for (var second = random.Between(0, 2 * Hour); second < end;)
        {
            var isAway = second >= escape;
            if (left-- <= 0 && caller.Principal.Kind == PrincipalKind.Role)
            {
                left = random.Between(20, 120);
                caller = Caller.Parse($"{member.Arn}/s{++session}");
            }

            var context = isAway ? 150_000 + random.Spread(20_000) : Math.Max(1, (member.Context / 2) + random.Spread(member.Context / 2));
            var read = isAway ? 0 : context * member.CachePercent / 100;
            var write = read == 0 ? 0 : Math.Min(context - read, context / 20);
            var refused = random.Chance(4);
            yield return new Invocation
            {
                Id = new RecordId(Incident.Account, member.Region, random.Guid()),
                Timestamp = Start.AddSeconds(second),
                Caller = caller,
                Model = model,
                Operation = member.Work == "search" ? "InvokeModel" : "Converse",
                Tokens = refused ? default
                    : new TokenUsage(context - read - write, member.Answer == 0 ? 0 : 1 + random.Spread(member.Answer), read, write),
                HasTokenCounts = !refused,
                ErrorCode = refused ? "ThrottlingException" : null,
                Tags = member.Team is { } team ? new Dictionary<string, string> { ["team"] = team, ["workflow"] = member.Work } : null,
            };
            second += isAway ? 2 + random.Spread(5) : Pause(member, second, random);
        }
    }

    private static long Pause(FleetMember member, long second, SplitMix random)
    {
        var hour = second / Hour % 24;
        var isWeekend = second / Hour / 24 % 7 >= 5;
        var percent = hour is >= 7 and < 19 && !isWeekend ? 100 : member.NightPercent;
        if (percent == 0)
            return Hour + random.Spread(Hour);
        return 1 + random.Spread(Hour * 100 / (member.CallsAnHour * (long)percent));
    }
}
