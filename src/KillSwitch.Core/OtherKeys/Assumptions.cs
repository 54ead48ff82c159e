using KillSwitch.Core.Access;

namespace KillSwitch.Core.OtherKeys;

/// <summary>Whom somebody comes to by assuming roles, one after the other. Whoever begins with the same roles gets the same list.</summary>
internal sealed class Assumptions(TrustIndex trusts)
{
    private const int Hops = 3;

    private static readonly IReadOnlyList<AccessPolicy> Nothing = [];

    private readonly Dictionary<Identity, (IReadOnlyList<Step> Named, IReadOnlyList<Step> Open)> _next = [];
    private readonly Dictionary<IReadOnlyList<Step>, IReadOnlyList<Step>> _chains = [];

    /// <param name="who">Who begins.</param>
    /// <param name="also">What it holds besides.</param>
    public IReadOnlyList<Step> Of(Identity who, IReadOnlyList<AccessPolicy> also)
    {
        var (named, open) = trusts.Of(who, also);
        if (named.Count > 0)
            return Follow([named, open]);
        if (open.Count == 0)
            return Step.None;
        if (!_chains.TryGetValue(open, out var chain))
            _chains[open] = chain = Follow([open]);
        return chain;
    }

    private List<Step> Follow(IReadOnlyList<IReadOnlyList<Step>> first)
    {
        var (reached, seen) = (new Dictionary<Identity, bool>(), new HashSet<IReadOnlyList<Step>>());
        var wave = first.Select(list => (List: list, IsCertain: true)).ToList();
        for (var hop = 0; hop < Hops && wave.Count > 0; hop++)
        {
            var fresh = new List<(Identity Role, bool IsCertain)>();
            foreach (var (list, isCertain) in wave.OrderByDescending(one => one.IsCertain))
            {
                if (!seen.Add(list))
                    continue;
                foreach (var step in list)
                {
                    var certain = isCertain && step.IsCertain && !trusts.IsConditional(step.To);
                    if (reached.TryAdd(step.To, certain))
                        fresh.Add((step.To, certain));
                    else if (certain)
                        reached[step.To] = true;
                }
            }

            wave = [.. fresh.SelectMany(one => ((IReadOnlyList<Step>[])[Next(one.Role).Named, Next(one.Role).Open])
                .Where(list => list.Count > 0).Select(list => (list, one.IsCertain)))];
        }

        return [.. reached.Select(one => new Step(one.Key, one.Value))];
    }

    private (IReadOnlyList<Step> Named, IReadOnlyList<Step> Open) Next(Identity role)
    {
        if (!_next.TryGetValue(role, out var next))
            _next[role] = next = trusts.Of(role, Nothing);
        return next;
    }
}
