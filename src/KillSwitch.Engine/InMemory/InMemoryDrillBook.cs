using KillSwitch.Core.Drills;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>What drills have found, as long as the process lasts.</summary>
public sealed class InMemoryDrillBook(IActionLog actions) : IDrillBook
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, DrillFindings> _last = new(StringComparer.Ordinal);

    public async ValueTask KeepAsync(DrillFindings drill, CancellationToken cancellation)
    {
        foreach (var line in DrillWords.Audit(drill))
            await actions.WriteAsync(drill.EndedAt, DrillWords.Subject, line, cancellation);
        lock (_lock)
        {
            if (!_last.TryGetValue(drill.Region, out var known) || known.EndedAt <= drill.EndedAt)
                _last[drill.Region] = drill;
        }
    }

    public ValueTask<DrillFindings?> FindAsync(string region, CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult(_last.GetValueOrDefault(region));
    }

    public ValueTask<IReadOnlyList<DrillFindings>> AllAsync(CancellationToken cancellation)
    {
        lock (_lock)
            return ValueTask.FromResult<IReadOnlyList<DrillFindings>>([.. _last.Values]);
    }
}
