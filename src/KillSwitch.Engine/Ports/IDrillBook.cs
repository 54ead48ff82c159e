using KillSwitch.Core.Drills;

namespace KillSwitch.Engine.Ports;

/// <summary>What drills have found: the last of each region.</summary>
public interface IDrillBook
{
    /// <summary>
    /// Keeps what a drill found as the last of its region, unless one that ended later is kept; its summary and what it saw of each
    /// assumption go into the audit trail either way.
    /// </summary>
    ValueTask KeepAsync(DrillFindings drill, CancellationToken cancellation);

    /// <summary>Null for a region without a drill, and for one whose last cannot be read, which is noted.</summary>
    ValueTask<DrillFindings?> FindAsync(string region, CancellationToken cancellation);

    /// <summary>The last of every region, by its name; those that cannot be read are left out, and noted.</summary>
    ValueTask<IReadOnlyList<DrillFindings>> AllAsync(CancellationToken cancellation);
}
