using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Session;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Cli.UsageReports;

/// <summary>One name's usage.</summary>
/// <param name="Name">Of whom or what.</param>
/// <param name="Scope">One of its counters.</param>
/// <param name="Usage">In the window.</param>
/// <param name="Hourly">Its spend in each of the window's hours, in dollars.</param>
internal sealed record UsageRow(string Name, string Scope, Usage Usage, IReadOnlyList<decimal> Hourly);

/// <summary>What was spent in a window, by whom or on what.</summary>
/// <param name="Window">In whole hours.</param>
/// <param name="Hours">Of the window, up to now: when and how much.</param>
/// <param name="Rows">The dearest first.</param>
/// <param name="Unattributed">What CloudWatch counts beyond it.</param>
internal sealed record UsageReport(
    Window Window, IReadOnlyList<UsageHour> Hours, IReadOnlyList<UsageRow> Rows, IReadOnlyList<ModelUsage> Unattributed)
{
    public Usage Total => Hours.Aggregate(default(Usage), (sum, hour) => sum + hour.Total);

    public static UsageReport Of(Window window, IReadOnlyList<UsageHour> hours, UsageBy by, IReadOnlyList<ModelUsage> unattributed)
    {
        var rows = new Dictionary<string, (string Scope, Usage Usage, decimal[] Hourly)>(StringComparer.Ordinal);
        var isByCaller = CountedRule.TellCallersApart(by.View, []);
        for (var i = 0; i < hours.Count; i++)
        {
            foreach (var (scope, usage) in hours[i].Counters)
            {
                var name = by.RowOf(scope);
                var row = rows.TryGetValue(name, out var known) ? known : (Scope: scope, Usage: default, Hourly: new decimal[hours.Count]);
                row.Hourly[i] += usage.Cost.Amount;
                rows[name] = row with { Usage = row.Usage + (isByCaller ? usage : usage.Together()) };
            }
        }

        return new UsageReport(
            window,
            hours,
            [.. rows.Select(row => new UsageRow(row.Key, row.Value.Scope, row.Value.Usage, row.Value.Hourly))
                .OrderByDescending(row => row.Usage.Cost).ThenBy(row => row.Name, StringComparer.Ordinal)],
            unattributed);
    }

    public static async Task<UsageReport> ReadAsync(
        GuardSession session, UsageBy by, Policy policy, Window window, CancellationToken cancellation)
    {
        if (by.View[^1] is var tag && UsageView.IsOnRequest(tag) && !UsageView.Of(policy).Any(known => known.Contains(tag)))
        {
            var counted = UsageView.Of(policy).SelectMany(view => view).Where(UsageView.IsOnRequest)
                .Select(one => one.ToString());
            throw new BadInputException($"no rule tells calls apart by `{tag}`, so nobody counts it"
                + $"{NearestNames.Hint(tag.ToString(), counted)}; a rule with `per: {tag}` does");
        }

        var hours = WindowCalendar.Of(policy.TimeZone).Hours(window.Start, Math.Min(window.End, GuardSession.Now.ToUnixTimeSeconds() + 1));
        return Of(
            window,
            await UsageHours.ReadAsync(session.Guard.Ledger, hours, by.Shape(session.Guard.Place.Account), cancellation),
            by,
            await session.UnattributedAsync(policy, window, cancellation));
    }
}
