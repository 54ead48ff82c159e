namespace KillSwitch.Aws.Ledger;

/// <summary>
/// How many shards the counters of a scope take, as far as this process has met other writers there. It says what a new counter begins
/// with, and nothing else: a guess too low is found out by the next conflict, one too high is forgotten.
/// </summary>
internal sealed class ScopeHeat(TimeProvider clock)
{
    // Nobody met for so long: half as many will do.
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2);

    private const int MostScopes = 10_000;

    private readonly Dictionary<string, (int Shards, DateTimeOffset At)> _scopes = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>1 for a scope where nobody was met.</summary>
    public int Of(string scope)
    {
        lock (_lock)
        {
            if (!_scopes.TryGetValue(scope, out var heat))
                return 1;
            var now = clock.GetUtcNow();
            while (heat.Shards > 1 && now - heat.At >= Calm)
                heat = (heat.Shards / 2, heat.At + Calm);
            _scopes[scope] = heat;
            return heat.Shards;
        }
    }

    /// <summary>Writers met on one of its counters, which has so many shards by now.</summary>
    public void Met(string scope, int shards)
    {
        lock (_lock)
            Set(scope, Math.Max(shards, _scopes.GetValueOrDefault(scope).Shards));
    }

    /// <summary>One of its counters has so many shards, whoever met there.</summary>
    public void Learn(string scope, int shards)
    {
        lock (_lock)
        {
            if (!_scopes.ContainsKey(scope))
                Set(scope, shards);
        }
    }

    private void Set(string scope, int shards)
    {
        if (_scopes.Count >= MostScopes)
            _scopes.Clear();
        _scopes[scope] = (shards, clock.GetUtcNow());
    }
}
