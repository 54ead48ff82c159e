using System.Globalization;
using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Adoption;

/// <summary>
/// Finds what no limit should be made to fit: hours of a cache that does not work, days far above a principal's own, and somebody new far
/// above everybody.
/// </summary>
internal sealed class RunawaySearch(IReadOnlyDictionary<SeenHour, Usage> hours)
{
    /// <summary>Somebody new spends this many times what the largest of those that are known does.</summary>
    private const int TimesOthers = 10;

    private const decimal LeastOfNew = 100;

    private readonly HashSet<SeenHour> _leftOut = [];
    private readonly List<Runaway> _found = [];

    /// <summary>The dearest first, and the hours that belong to them.</summary>
    public (IReadOnlyList<Runaway> Runaways, IReadOnlySet<SeenHour> Hours) Run()
    {
        BrokenCaches();
        var days = hours.Where(one => !_leftOut.Contains(one.Key)).GroupBy(one => one.Key.Principal).ToDictionary(
            own => own.Key, own => own.GroupBy(one => one.Key.Day).ToDictionary(day => day.Key, day => Sum(day).Cost.Amount));
        foreach (var (principal, own) in days)
        {
            if (Surge.Of(own) is { } surge)
            {
                Take(principal, hour => surge.Days.Contains(hour.Day),
                    _ => $"on {Days(surge.Days.Count)}, where {Figure.Text(Unit.Usd, surge.Usual)} a day is usual");
            }
        }

        var known = days.Values.Where(own => own.Count >= Surge.FewestDays).Select(own => (decimal?)own.Values.Average()).Max();
        foreach (var (principal, own) in days.Where(one => one.Value.Count < Surge.FewestDays))
        {
            if (own.Values.Sum() >= LeastOfNew && own.Values.Max() > TimesOthers * known)
            {
                Take(principal, _ => true, _ => $"on {Days(own.Count)}, new, and more than {TimesOthers} times as much a day as anybody "
                    + "who was there before");
            }
        }

        return ([.. _found.OrderByDescending(runaway => runaway.Spent)], _leftOut);
    }

    // Of one session, or of all that one principal does: a gateway may give each call a session of its own.
    private void BrokenCaches()
    {
        var cached = hours.Where(one => one.Key.Model.StartsWith("anthropic.", StringComparison.Ordinal)).ToList();
        var broken = cached.GroupBy(one => (one.Key.Principal, Session: (string?)one.Key.Session, one.Key.Hour))
            .Concat(cached.GroupBy(one => (one.Key.Principal, Session: (string?)null, one.Key.Hour)))
            .Where(same => CacheFloor.IsBroken(Sum(same)))
            .Select(same => same.Key).ToHashSet();
        foreach (var principal in broken.Select(one => one.Principal).Distinct().ToList())
        {
            Take(principal, hour => broken.Contains((principal, null, hour.Hour)) || broken.Contains((principal, hour.Session, hour.Hour)),
                usage => string.Create(CultureInfo.InvariantCulture, $"in hours whose prompt cache was broken: "
                    + $"{usage.CacheHitRatio * 100:0} % of {usage.Tokens.TotalInputTokens:#,##0} input tokens came from it"));
        }
    }

    private void Take(string principal, Func<SeenHour, bool> isOfIt, Func<Usage, string> reason)
    {
        var taken = hours.Where(one => one.Key.Principal == principal && !_leftOut.Contains(one.Key) && isOfIt(one.Key)).ToList();
        if (taken.Count == 0)
            return;
        _leftOut.UnionWith(taken.Select(one => one.Key));
        var sum = Sum(taken);
        _found.Add(new Runaway(
            principal, taken.Min(one => one.Key.Hour), taken.Max(one => one.Key.Hour), sum.Cost.Amount, reason(sum)));
    }

    private static Usage Sum(IEnumerable<KeyValuePair<SeenHour, Usage>> hours) =>
        hours.Aggregate(default(Usage), (sum, one) => sum + one.Value);

    private static string Days(int count) => count == 1 ? "one day" : $"{count} days";
}
