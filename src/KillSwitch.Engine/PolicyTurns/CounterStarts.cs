using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>
/// Gives the counters of a rule that is new, or counts another window, the past that they would have: the hours that are counted whatever
/// the rules (decision 9). What its counters hold already is taken off, so that doing it again adds only what came meanwhile.
/// INVARIANT (never more than was): an hour that does not lie wholly in the window is left out, and so is what a window shorter than an
/// hour would need.
/// </summary>
/// <param name="rules">The policy.</param>
/// <param name="earlier">The policies that were counted by until now; empty for none.</param>
/// <param name="account">Whose counters.</param>
/// <param name="book">What was counted.</param>
public sealed class CounterStarts(RuleBook rules, IReadOnlyList<RuleBook> earlier, string account, IUsageBook book)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Of every rule whose counters nobody counted before.</summary>
    public async ValueTask<IReadOnlyList<CounterStart>> FindAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var found = new List<CounterStart>();
        foreach (var rule in rules.Counting.Where(rule => !WasCounted(rule)))
            found.Add(await FindAsync(rule, now.ToUnixTimeSeconds(), cancellation));
        return found;
    }

    // Under all of them: a slip that was mended within the minute has left a gap.
    private bool WasCounted(CountedRule rule) => earlier.Count > 0 && earlier.All(before => before.Counting.Any(other =>
        before.WindowsOf(other).IsSame(rules.WindowsOf(rule))
        && before.ShapeOf(other, account) == rules.ShapeOf(rule, account)
        && Covers(other, rule)));

    // Counters of one shape are shared, and each rule adds only what it matches itself.
    private static bool Covers(CountedRule other, CountedRule rule)
    {
        // Under no limit nothing was counted.
        if (other.Exceptions.Any(exception => exception.Limit is null && !rule.Exceptions.Any(exception.IsSame)))
            return false;
        var dimensions = ScopeText.Dimensions(rule);
        return other.Match.Where(match => dimensions.Contains(match.Field)).All(match => rule.Match.Any(own =>
            own.Field == match.Field && own.AnyOf.All(glob => match.AnyOf.Any(wider => wider.Pattern is "*" || wider == glob))));
    }

    private async ValueTask<CounterStart> FindAsync(CountedRule rule, long now, CancellationToken cancellation)
    {
        var windows = rules.WindowsOf(rule);
        var window = windows.Holding(now);
        var dimensions = ScopeText.Dimensions(rule);
        HashSet<Dimension> needed = [.. dimensions, .. rule.Match.Select(match => match.Field)];
        var view = UsageView.Of((earlier.Count > 0 ? earlier[0] : rules).Policy).Where(view => needed.All(view.Contains))
            .MinBy(view => view.Count);
        if (rule.Match.Any(match => new FieldPatterns(match).IsByRoute))
            return Empty("no hour tells by which inference profile, or from where, a model was called");
        if (view is null)
            return Empty($"no hour tells {string.Join(" and ", needed.Where(dimension => dimension != Dimension.Account))} apart together");
        if (rule.Every.Shortest < Hour)
            return Empty("what is counted by the hour says nothing of so short a window");

        List<FieldPatterns> narrowing =
            [.. rule.Match.Where(match => !dimensions.Contains(match.Field)).Select(match => new FieldPatterns(match))];
        var hours = Hours(window, windows.IsRolling, now).ToList();
        var patterns = ScopeText.Patterns(rule, dimensions);
        var counted = new Dictionary<CounterKey, Usage>();
        foreach (var (cell, usage) in await book.ListAsync(hours, ScopeText.Shape(account, view, patterns: ""), cancellation))
        {
            var scope = ScopeText.Of(dimension => ScopeText.Value(cell.Scope, dimension)!, dimensions, patterns);
            if (!narrowing.TrueForAll(match => Matches(match, cell.Scope)) || rules.HitOf(rule.Id, scope) is null)
                continue;
            var counter = new CounterKey(scope, windows.Bucket(cell.Bucket.Start));
            counted[counter] = counted.GetValueOrDefault(counter) + usage;
        }

        // Read after the hours: what comes in between is in both, or in the counters alone, and never counted twice.
        var held = await HeldAsync(rule, windows.Buckets(window), counted.Keys, cancellation);
        var (missing, totals) = (new Dictionary<CounterKey, Usage>(), new Dictionary<string, Usage>(StringComparer.Ordinal));
        foreach (var scope in counted.GroupBy(one => one.Key.Scope, StringComparer.Ordinal))
        {
            // Hours and buckets may not fit: one may seem to lack what another has too much of, and all of it together does not.
            var hold = held.Where(one => one.Key.Scope == scope.Key).Aggregate(default(Usage), (sum, one) => sum + one.Value);
            var lacking = scope.Aggregate(default(Usage), (sum, one) => sum + one.Value).Beyond(hold);
            totals[scope.Key] = hold + lacking;
            foreach (var (counter, usage) in scope.OrderBy(one => one.Key.Bucket.Start))
            {
                var part = usage.Beyond(held.GetValueOrDefault(counter)).Least(lacking);
                lacking -= part;
                if (part.Calls > 0)
                    missing.Add(counter, part);
            }
        }

        return new CounterStart(rule, window, missing, WhyEmpty: null) { Totals = totals };

        CounterStart Empty(string why) => new(rule, window, new Dictionary<CounterKey, Usage>(), why);
    }

    // A trailing window's buckets are shorter than an hour, or longer: what lies between two that hours begin in belongs to the first.
    private async ValueTask<Dictionary<CounterKey, Usage>> HeldAsync(
        CountedRule rule, IEnumerable<Window> buckets, IEnumerable<CounterKey> anchors, CancellationToken cancellation)
    {
        var starts = anchors.GroupBy(anchor => anchor.Scope, StringComparer.Ordinal).ToDictionary(
            scope =>
                scope.Key, scope => scope.Select(anchor => anchor.Bucket).OrderBy(bucket => bucket.Start).ToList(), StringComparer.Ordinal);
        var held = new Dictionary<CounterKey, Usage>();
        foreach (var (counter, usage) in await book.ListAsync([.. buckets], rules.ShapeOf(rule, account), cancellation))
        {
            if (!starts.TryGetValue(counter.Scope, out var of))
                continue;
            var anchor = new CounterKey(counter.Scope, of[Math.Max(0, of.FindLastIndex(bucket => bucket.Start <= counter.Bucket.Start))]);
            held[anchor] = held.GetValueOrDefault(anchor) + usage;
        }

        return held;
    }

    // Another zone may cut its hours otherwise, and each record was counted in the hours of its own time: UTC's, before there was a policy.
    private IEnumerable<Window> Hours(Window window, bool isTrailing, long now) =>
        earlier.Select(before => before.Calendar).Append(rules.Calendar).Append(WindowCalendar.Of("UTC"))
            .DistinctBy(calendar => calendar.Zone)
            .SelectMany(calendar => calendar.Hours(window.Start, Math.Min(now + 1, window.End)))
            .Where(hour => hour.Start >= window.Start && (isTrailing || hour.End <= window.End)).Distinct();

    private bool Matches(FieldPatterns match, string scope) =>
        ScopeText.Value(scope, match.Field) is { } value
            && match.MatchesValue(value, ScopeText.Value(scope, Dimension.Account)!, rules.Paths);
}
