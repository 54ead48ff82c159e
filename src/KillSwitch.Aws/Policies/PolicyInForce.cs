using KillSwitch.Core.Drills;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Policies;

/// <summary>The policy that the guard goes by, as a process knows it. It is read anew when what is known is older than asked for.</summary>
public sealed class PolicyInForce(DynamoPolicyStore store, TimeProvider clock)
{
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private PolicyFound _found = new(null, new Policy(), null);
    private DrillRule? _drill;

    /// <summary>0 while none was ever applied, and where none can be read.</summary>
    public int Version => _found.Version?.Number ?? 0;

    /// <summary>When it was put in force; null while none was.</summary>
    public DateTimeOffset? At => _found.Version?.At;

    /// <summary>Without rules where there is none; with the rule of a drill while one runs.</summary>
    public Policy Policy { get; private set; } = new();

    /// <summary>Why the one in force cannot be read, and what is gone by instead: one clause. Null where nothing is wrong.</summary>
    public string? Problem => _found.Problem;

    /// <summary>Whether it is known what is to be stopped, and who is exempt.</summary>
    public bool IsKnown => _found.IsKnown;

    /// <summary>
    /// Reads what is in force unless that was done within <paramref name="atMost"/>; true when it changed. What cannot be read is a
    /// <see cref="Problem"/>.
    /// </summary>
    public async ValueTask<bool> RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - _readAt < atMost)
            return false;
        var found = await store.FindInForceAsync(cancellation);
        _readAt = now;
        var (before, after) = (_found.Version, found.Version);
        // Nobody takes a policy away: where the place is empty, what is known stays known.
        if (after is null && found.Problem is null && before is not null)
            return false;
        // A file can be edited in the table without another number.
        var isSame = (before?.Number, before?.Yaml) == (after?.Number, after?.Yaml);
        _found = isSame ? _found with { Problem = found.Problem } : found;
        var drill = after is null ? null : DrillRule.InForce(found.Drill, now);
        if (isSame && drill == _drill)
            return false;
        (_drill, Policy) = (drill, DrillRule.Beside(_found.Policy, drill, now));
        return true;
    }
}
