using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Overshoot.Workloads;

/// <summary>Who calls, and the cap on each principal.</summary>
/// <param name="Name">As the table says it.</param>
/// <param name="About">One sentence.</param>
/// <param name="Limit">In dollars, for each principal that <paramref name="Principals"/> matches.</param>
/// <param name="Principals">Who is capped.</param>
/// <param name="IsFleet">Many capped principals, each of them a case of its own; it runs to its end, whoever is stopped.</param>
/// <param name="IsFinite">Few enough calls to be held in memory.</param>
/// <param name="Percent">Of the seeds that are asked for: more where a run is short, fewer where it holds many cases.</param>
/// <param name="Calls">In order of their start, for a seed.</param>
internal sealed record Workload(
    string Name, string About, decimal Limit, Glob Principals, bool IsFleet, bool IsFinite, int Percent, Func<int, IEnumerable<Call>> Calls)
{
    public int SeedsOf(int asked) => Math.Max(1, asked * Percent / 100);

    public Policy Policy(Brake brake) => new()
    {
        Rules =
        [
            new CountedRule
            {
                Id = "cap",
                Match = [new FieldMatch(Dimension.Principal, [Principals])],
                Per = [Dimension.Principal],
                Limit = new Limit.Spend(new Usd(Limit)),
                Every = new Every.Calendar(WindowUnit.Month),
                Stop = StopScope.Principal,
                Brake = brake,
            },
        ],
    };
}
