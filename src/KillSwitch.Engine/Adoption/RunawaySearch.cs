using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Adoption;

/// <summary>
/// Finds what no limit should be made to fit: hours of a cache that does not work, days far above a principal's own, and somebody new far
/// above everybody.
/// </summary>
internal sealed class RunawaySearch(IReadOnlyDictionary<SeenHour, SeenSum> hours)
{
    /// <summary>Somebody new spends this many times what the largest of those that are known does.</summary>
    private const int TimesOthers = 10;

    private const decimal LeastOfNew = 100;

    private readonly HashSet<SeenHour> _leftOut = [];
    private readonly List<Runaway> _incidents = [];

    /// <summary>The dearest first, and the hours that belong to them.</summary>
    public (IReadOnlyList<Runaway> Runaways, IReadOnlySet<SeenHour> Hours) Run()
    {
        BrokenCaches();
        var days = hours.Where(one => !_leftOut.Contains(one.Key)).GroupBy(one => one.Key.Principal).ToDictionary(
            own => own.Key, own => own.GroupBy(one => one.Key.Day).ToDictionary(day => day.Key, day => day.Sum(one => one.Value.Cost)));
        foreach (var (principal, own) in days)
        {
            if (Surge.Of(own) is { } surge)
            {
                Take(principal, hour => surge.Days.Contains(hour.Day),
                    _ => $"on {Days(surge.Days.Count)}, where {Figure.Text(Unit.Usd, surge.Usual)} a day is usual");
            }
        }

        foreach (var (principal, own) in days.Where(one => one.Value.Count < Surge.FewestDays))
        {
            var known = days.Values.Where(other => other.Count >= Surge.FewestDays).Select(other => other.Values.Average()).ToList();
            if (known.Count > 0 && own.Values.Sum() >= LeastOfNew && own.Values.Max() > TimesOthers * known.Max())
            {
                Take(principal, _ => true, _ => $"on {Days(own.Count)}, new, and more than {TimesOthers} times as much a day as anybody "
                    + "who was there before");
            }
        }

        return ([.. _incidents.OrderByDescending(incident => incident.Spent)], _leftOut);
    }

    // Of one session, or of all that one principal does: a gateway may give each call a session of its own.
    private void BrokenCaches()
    {
        var cached = hours.Where(one => one.Key.Model.StartsWith("anthropic.", StringComparison.Ordinal)).ToList();
        var broken = cached.GroupBy(one => (one.Key.Principal, Session: (string?)one.Key.Session, one.Key.Hour))
            .Concat(cached.GroupBy(one => (one.Key.Principal, Session: (string?)null, one.Key.Hour)))
            .Where(same => CacheFloor.IsBroken(same.Aggregate(default(TokenUsage), (sum, one) => sum + one.Value.Tokens)))
            .Select(same => same.Key).ToHashSet();
        foreach (var principal in broken.Select(one => one.Principal).Distinct().ToList())
        {
            Take(principal, hour => broken.Contains((principal, null, hour.Hour)) || broken.Contains((principal, hour.Session, hour.Hour)),
                tokens => string.Create(CultureInfo.InvariantCulture, $"in hours whose prompt cache was broken: "
                    + $"{CacheFloor.Ratio(tokens) * 100:0} % of {tokens.TotalInputTokens:#,##0} input tokens came from it"));
        }
    }

    private void Take(string principal, Func<SeenHour, bool> isOfIt, Func<TokenUsage, string> reason)
    {
        var taken = hours.Where(one => one.Key.Principal == principal && !_leftOut.Contains(one.Key) && isOfIt(one.Key)).ToList();
        if (taken.Count == 0)
            return;
        _leftOut.UnionWith(taken.Select(one => one.Key));
        _incidents.Add(new Runaway(principal, taken.Min(one => one.Key.Hour), taken.Max(one => one.Key.Hour),
            taken.Sum(one => one.Value.Cost),
            reason(taken.Aggregate(default(TokenUsage), (sum, one) => sum + one.Value.Tokens))));
    }

    private static string Days(int count) => count == 1 ? "one day" : $"{count} days";
}
