using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>
/// What becomes of a list that was read: what is right is in force, what is doubtful waits for a person. Doubtful is a price of more than
/// twice or less than half of the one in force, and one that the list no longer has.
/// </summary>
public static class PriceUptake
{
    private const decimal Jump = 2;

    // As long as hours are kept.
    private const int KeptDays = 400;

    /// <param name="before">What was in force; null for a region whose list is read for the first time.</param>
    /// <param name="read">The whole list of the region.</param>
    /// <param name="now">When it was read.</param>
    public static (RegionPrices After, IReadOnlyList<PriceChange> Taken) Take(RegionPrices? before, ListedPrices read, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var rows = new List<PriceEntry>(before?.Entries ?? []);
        var (taken, held) = (new List<PriceChange>(), new List<PriceChange>());
        var listed = read.Entries.GroupBy(ListedGroup.Of).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var (group, entries) in listed)
        {
            var current = Current(rows, group);
            var next = Completed(group, entries, today);
            if (current.Count > 0 && IsSame(current, next))
                continue;
            var change = new PriceChange(group, current.Count > 0 ? current : Embedded(group, read.Region, today), next);
            if (IsDoubtful(change, isListed: current.Count > 0))
            {
                held.Add(change);
                continue;
            }

            taken.Add(change with { After = Put(rows, group, next, From(before, current, next, today)) });
        }

        foreach (var group in rows.Select(ListedGroup.Of).Distinct().Where(group => !listed.ContainsKey(group)).ToList())
            held.Add(new PriceChange(group, Current(rows, group), []));
        return (new RegionPrices(read.Region, Pruned(rows, today))
        {
            Held = [.. held.OrderBy(change => change.Group.Model, StringComparer.Ordinal)],
            Unjoined = read.Unjoined,
            NotTaken = read.NotTaken,
            Version = read.Version,
            ReadAt = now,
        }, taken);
    }

    /// <summary>Takes up what a person accepts: it is in force from today on.</summary>
    /// <param name="accepted">Whether a held change is accepted.</param>
    public static (RegionPrices After, IReadOnlyList<PriceChange> Taken) Accept(
        RegionPrices before, Func<PriceChange, bool> accepted, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var rows = new List<PriceEntry>(before.Entries);
        var taken = before.Held.Where(accepted).ToList();
        foreach (var change in taken)
        {
            // What AWS no longer lists has no price of AWS's: the embedded one counts again.
            if (change.IsLost)
                rows.RemoveAll(row => ListedGroup.Of(row) == change.Group);
            else
                Put(rows, change.Group, change.After, today);
        }

        return (before with { Entries = rows, Held = [.. before.Held.Except(taken)] }, taken);
    }

    private static List<PriceEntry> Current(List<PriceEntry> rows, ListedGroup group)
    {
        var own = rows.FindAll(row => ListedGroup.Of(row) == group);
        var latest = own.Max(row => row.From);
        return own.FindAll(row => row.From == latest);
    }

    // A list that names the short context alone says nothing of the long one, which must not become as cheap.
    private static List<PriceEntry> Completed(ListedGroup group, List<PriceEntry> entries, DateOnly today) =>
        entries.Exists(entry => entry.AboveInputTokens is not null) || group.Tier != default || group.IsLatencyOptimized
            || LongContexts.Embedded(group.Model, group.Scope, today) is not { } embedded
            ? entries
            :
            [
                .. entries,
                embedded with { Model = entries[0].Model, Region = entries[0].Region, Scope = group.Scope, From = entries[0].From },
            ];

    private static List<PriceEntry> Embedded(ListedGroup group, string region, DateOnly today)
    {
        var own = PriceList.Overrides.Entries.Concat(PriceList.Catalogue.Entries)
            .Where(entry => ListedGroup.Of(entry) is var other && other.Model == group.Model && other.Tier == group.Tier
                && other.IsLatencyOptimized == group.IsLatencyOptimized && (other.Scope == group.Scope || other.Scope == PriceScope.Any)
                && (entry.Region is null || entry.Region == region) && (entry.From ?? DateOnly.MinValue) <= today)
            .ToList();
        return
        [
            .. own.GroupBy(entry => entry.AboveInputTokens).Select(same => same
                .OrderByDescending(entry => entry.Region is not null).ThenByDescending(entry => entry.From ?? DateOnly.MinValue).First()),
        ];
    }

    private static bool IsSame(List<PriceEntry> current, List<PriceEntry> next) =>
        current.Count == next.Count && next.TrueForAll(entry =>
            current.Find(one => one.AboveInputTokens == entry.AboveInputTokens) is { } known
            && PriceChange.Kinds(known).SequenceEqual(PriceChange.Kinds(entry)));

    private static bool IsDoubtful(PriceChange change, bool isListed)
    {
        foreach (var before in change.Before)
        {
            if (change.After.FirstOrDefault(entry => entry.AboveInputTokens == before.AboveInputTokens) is not { } after)
            {
                if (isListed)
                    return true;
                continue;
            }

            foreach (var ((_, was), (_, becomes)) in PriceChange.Kinds(before).Zip(PriceChange.Kinds(after)))
            {
                // What AWS never said may be free, or be left out.
                if (was is { } known && (becomes is { } amount
                    ? IsJump(known, amount) && (isListed || (known > 0 && amount > 0))
                    : isListed))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsJump(decimal known, decimal amount) => amount > known * Jump || known > amount * Jump;

    // AWS's own day, where it is later than the last look; what was looked at and found otherwise was not yet in force.
    private static DateOnly From(RegionPrices? before, List<PriceEntry> current, List<PriceEntry> next, DateOnly today)
    {
        var effective = next.Max(entry => entry.From) ?? today;
        return current.Count == 0 || (before is not null && effective > DateOnly.FromDateTime(before.ReadAt.UtcDateTime))
            ? effective : today;
    }

    private static List<PriceEntry> Put(List<PriceEntry> rows, ListedGroup group, IEnumerable<PriceEntry> next, DateOnly from)
    {
        rows.RemoveAll(row => ListedGroup.Of(row) == group && row.From == from);
        var added = next.Select(entry => entry with { From = from }).ToList();
        rows.AddRange(added);
        return added;
    }

    private static List<PriceEntry> Pruned(List<PriceEntry> rows, DateOnly today)
    {
        var oldest = today.AddDays(-KeptDays);
        return rows.FindAll(row => !rows.Exists(later => later.From > row.From && later.From <= oldest
            && ListedGroup.Of(later) == ListedGroup.Of(row)));
    }
}
