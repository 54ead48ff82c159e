using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Cli.Status;

/// <summary>One counter of one rule, now.</summary>
/// <param name="Limit">Allowances included.</param>
/// <param name="Share">Of the limit that is used, 0 and up.</param>
internal sealed record CounterReading(CountedRule Rule, string Subject, decimal Measured, decimal Limit, decimal Share, Window Window)
{
    /// <summary>As <see cref="ScopeText"/> writes it.</summary>
    public required string Scope { get; init; }

    /// <summary>The part of it that CloudWatch alone has counted.</summary>
    public Usage Unattributed { get; init; }

    public Unit Unit => Rule.Unit;

    /// <summary>When its window turns; null for a trailing one, which never does.</summary>
    public DateTimeOffset? TurnsAt => Rule.Every.IsRolling ? null : Window.Until;

    /// <summary><c>$12.50 of $60.00</c>, <c>1,800 of 2,000 calls</c></summary>
    public Cell OfLimit
    {
        get
        {
            var (whole, word) = ($"{Figure.Number(Unit, Measured)} of {Figure.Text(Unit, Limit)}", Figure.Word(Unit));
            return word.Length == 0
                ? new Cell(whole)
                : new Cell(whole, Brief: $"{Layout.Brief.Number(Measured)} of {Layout.Brief.Number(Limit)}{word}");
        }
    }

    /// <summary>How alarming a share of a limit is.</summary>
    public static Ink Ink(decimal share) => share >= 0.95m ? Layout.Ink.Bad : share >= 0.8m ? Layout.Ink.Warning : Layout.Ink.Plain;

    /// <summary>Every counter of every rule that bounds a sum, the fullest first.</summary>
    public static async Task<IReadOnlyList<CounterReading>> ReadAsync(GuardSession session, Policy policy, CancellationToken cancellation)
    {
        var readings = new List<CounterReading>();
        var unattributed = await session.UnattributedByRuleAsync(policy, cancellation);
        var rules = await session.Guard.RulesAsync(policy, cancellation);
        var counters = new LiveCounters(rules, session.Guard.Ports);
        foreach (var rule in rules.Counting.Where(rule => rule.Limit.IsSum))
        {
            readings.AddRange((await counters.ReadAsync(rule, NothingMore, unattributed, GuardSession.Now, cancellation)).Select(counter =>
                new CounterReading(rule, counter.Hit.Subject, counter.Measured, counter.Limit, counter.Measured / counter.Limit,
                    counter.Window)
                { Scope = counter.Hit.Scope, Unattributed = counter.Unattributed }));
        }

        return [.. readings.OrderByDescending(reading => reading.Share).ThenBy(reading => reading.Subject, StringComparer.Ordinal)];
    }

    private static readonly IReadOnlyDictionary<string, Usage> NothingMore = new Dictionary<string, Usage>();
}
