using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.RunningWork;

/// <summary>What each stop has met, kept under its id.</summary>
public sealed class StopWorkBook(IGuardMemory memory)
{
    private const string Prefix = "running-work/";

    /// <summary>Null before the stop was looked after for the first time.</summary>
    public ValueTask<StopWork?> FindAsync(string stopId, CancellationToken cancellation) =>
        KeptText.ReadAsync(memory, Prefix + stopId, StopWorkJson.Read, cancellation);

    public ValueTask KeepAsync(string stopId, StopWork work, CancellationToken cancellation) =>
        memory.KeepAsync(Prefix + stopId, StopWorkJson.Write(work), cancellation);
}
