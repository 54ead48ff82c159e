using System.Globalization;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyFile;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>What one policy says otherwise than the one before.</summary>
/// <param name="Sentences">Each without a full stop; empty where nothing but comments changed.</param>
/// <param name="Loosened">What lets somebody go who was held, each a clause; empty for nothing.</param>
public sealed record PolicyChange(IReadOnlyList<string> Sentences, IReadOnlyList<string> Loosened)
{
    private const int NamedAtMost = 10;

    // Nobody's: a pattern that matches it matches everybody of the kind.
    private static readonly string[] Anybody = ["role/(anybody)", "user/(anybody)"];

    /// <param name="before">Null where there was none, or it cannot be read.</param>
    /// <param name="after">The policy in force.</param>
    /// <param name="open">Stops that are not over.</param>
    public static PolicyChange Of(Policy? before, Policy after, IEnumerable<Stop> open)
    {
        var was = before ?? new Policy();
        var old = was.Rules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        var (added, kept) =
            (after.Rules.Where(rule => !old.ContainsKey(rule.Id)).ToList(), after.Rules.Where(rule => old.ContainsKey(rule.Id)).ToList());
        var removed = was.Rules.Where(rule => !after.Rules.Any(one => one.Id == rule.Id)).ToList();
        var exempt = after.Exempt.Except(was.Exempt).ToList();
        List<string> sentences =
        [
            .. Listed("rules added", added.Select(Said)),
            .. Listed("rules removed", removed.Select(Said)),
            .. Listed("rules changed", kept.Where(rule => !IsSame(rule, old[rule.Id])).Select(Said)),
            .. Listed("exempt from now on", exempt.Select(glob => $"`{glob}`")),
            .. Listed("no longer exempt", was.Exempt.Except(after.Exempt).Select(glob => $"`{glob}`")),
            .. Listed("own prices added or changed", after.Prices.Except(was.Prices).Select(price => $"`{price.Model}`").Distinct()),
            .. Listed("own prices removed", was.Prices.Select(price => price.Model).Except(after.Prices.Select(price => price.Model))
                .Select(model => $"`{model}`")),
            .. Discounts([.. was.Discounts.Select(DiscountSummary.Of)], [.. after.Discounts.Select(DiscountSummary.Of)]),
            .. Owners(was.Owners, after.Owners),
            .. Listed("may restore from chat from now on", after.MayRestoreInChat.Except(was.MayRestoreInChat).Select(glob => $"`{glob}`")),
            .. Listed(
                "may no longer restore from chat", was.MayRestoreInChat.Except(after.MayRestoreInChat).Select(glob => $"`{glob}`")),
            .. Head(was, after),
        ];
        List<string> loosened =
        [
            .. exempt.Where(glob => Anybody.Any(name => glob.Matches(name))).Select(glob => $"`{glob}` exempts everybody"),
            .. open.Where(stop => stop.IsActive).Select(stop => (Stop: stop, Glob: exempt.Find(glob => IsOf(stop.Target, glob))))
                .Where(one => one.Glob is not null)
                .Select(one => $"`{one.Glob}` exempts {one.Stop.Target.Name}, which is stopped").Distinct().Take(NamedAtMost),
            .. was.Mode == PolicyMode.Enforce && after.Mode == PolicyMode.Observe
                ? (string[])["nothing is stopped any more, only observed"]
                : [],
            .. was.Rules.Count > 0 && after.Rules.Count == 0 ? (string[])["no rule is left"] : [],
        ];
        return new PolicyChange(sentences, loosened);
    }

    private static string Said(Rule rule) => $"`{rule.Id}` ({RuleSummary.Of(rule)})";

    private static IEnumerable<string> Listed(string what, IEnumerable<string> names)
    {
        List<string> all = [.. names];
        if (all.Count > 0)
            yield return $"{what}: {Listing.Of(all, NamedAtMost, "; ")}";
    }

    private static IEnumerable<string> Discounts(IReadOnlyList<string> was, IReadOnlyList<string> now)
    {
        var (added, removed) = (now.Except(was).ToList(), was.Except(now).ToList());
        return added.Count + removed.Count == 0 && !was.SequenceEqual(now)
            ? ["the discounts are tried in another order"]
            : [.. Listed("discounts added", added), .. Listed("discounts removed", removed)];
    }

    private static IEnumerable<string> Owners(IReadOnlyList<Owner> was, IReadOnlyList<Owner> now) =>
    [
        .. Listed("owners added", now.Where(owner => !was.Any(owner.IsSame)).Select(OwnerSummary.Of)),
        .. Listed("owners removed", was.Where(owner => !now.Any(owner.IsSame)).Select(OwnerSummary.Of)),
    ];

    private static IEnumerable<string> Head(Policy was, Policy now)
    {
        var any = false;
        foreach (var (name, before, after) in ((string, object?, object?)[])
            [("mode", was.Mode, now.Mode), ("timezone", was.TimeZone, now.TimeZone), ("maxStops", was.MaxStops, now.MaxStops),
                ("mantle", was.Mantle, now.Mantle), ("unmetered", was.Unmetered, now.Unmetered), ("unpriced", was.Unpriced, now.Unpriced)])
        {
            if (Equals(before, after))
                continue;
            any = true;
            yield return $"`{name}` is {Quoted(after)}, and was {Quoted(before)}";
        }

        var same = was with
        {
            Exempt = now.Exempt,
            Rules = now.Rules,
            Prices = now.Prices,
            Discounts = now.Discounts,
            Owners = now.Owners,
            MayRestoreInChat = now.MayRestoreInChat,
        };
        if (!any && same != now)
            yield return "its head says something else";
    }

    private static string Quoted(object? value) => value switch
    {
        null => "not given",
        MaxStops most => string.Create(CultureInfo.InvariantCulture, $"{most.Count} a {most.Every.ToString().ToLowerInvariant()}"),
        Enum word => char.ToLowerInvariant(word.ToString()[0]) + word.ToString()[1..],
        _ => value.ToString()!,
    };

    // Lists are the same by what is in them.
    private static bool IsSame(Rule one, Rule other) =>
        (one with { Match = other.Match }, other) switch
        {
            (CountedRule own, CountedRule its) =>
                own with { Per = its.Per, NotifyPercents = its.NotifyPercents, Exceptions = its.Exceptions } == its
                && own.Exceptions.Count == its.Exceptions.Count
                && own.Exceptions.Zip(its.Exceptions).All(pair => pair.First.IsSame(pair.Second))
                && own.Per.SequenceEqual(its.Per) && own.NotifyPercents.SequenceEqual(its.NotifyPercents),
            var (own, its) => own == its,
        }
        && FieldMatch.AreSame(one.Match, other.Match);

    private static bool IsOf(StopTarget target, Glob glob) => target switch
    {
        StopTarget.Principal one => PrincipalPattern.Of(glob).Matches(one.PrincipalName, one.Arn, path: null),
        StopTarget.Session one => PrincipalPattern.Of(glob).Matches(one.PrincipalName, one.Arn, path: null),
        _ => false,
    };
}
