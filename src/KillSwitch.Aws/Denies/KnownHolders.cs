using System.Collections.Concurrent;

namespace KillSwitch.Aws.Denies;

/// <summary>Whom this process has seen under a deny on many: who lacks it later has lost it, and who was never seen came since.</summary>
internal sealed class KnownHolders
{
    private readonly ConcurrentDictionary<string, HashSet<string>> _seen = new(StringComparer.Ordinal);

    /// <summary>Those of the missing that were seen before; everybody named is known from now on.</summary>
    /// <param name="what">What is denied.</param>
    /// <param name="denied">Who holds the deny.</param>
    /// <param name="missing">Who is to hold it, too.</param>
    public IReadOnlyList<string> Lost(string what, IEnumerable<string> denied, IReadOnlyCollection<string> missing)
    {
        var seen = _seen.GetOrAdd(what, _ => new HashSet<string>(StringComparer.Ordinal));
        lock (seen)
        {
            string[] lost = [.. missing.Where(seen.Contains)];
            seen.UnionWith(denied);
            seen.UnionWith(missing);
            return lost;
        }
    }

    /// <summary>The deny is lifted: nobody loses it any more.</summary>
    public void Forget(string what) => _seen.TryRemove(what, out _);
}
