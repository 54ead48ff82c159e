using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>
/// A counter's last minutes, which the brake looks at where a limit may be near: kept out of the ledger until someone asks, as mostly
/// nobody does before they are over.
/// </summary>
internal sealed class ReplayMinutes(InMemoryLedger ledger, RuleHit hit)
{
    private readonly (Window Minute, Usage Usage)[] _last = new (Window, Usage)[BurnRate.Minutes];

    /// <summary>Whether nobody will ask for any of them from a second on.</summary>
    public bool IsOver(long before) => Array.TrueForAll(_last, one => one.Minute.End < before);

    public void Add(in Window minute, in Usage usage)
    {
        ref var place = ref PlaceOf(minute);
        if (place.Minute != minute)
            place = (minute, usage);
        else
            place.Usage += usage;
    }

    /// <summary>Takes back what was just added.</summary>
    public void Remove(in Window minute, in Usage usage) => PlaceOf(minute).Usage -= usage;

    /// <summary>Puts them into the ledger.</summary>
    public void Settle()
    {
        foreach (ref var one in _last.AsSpan())
        {
            if (one.Usage == default)
                continue;
            var cell = ledger.CellOf(hit.MinuteOf(one.Minute.Start));
            cell.Total += one.Usage;
            one.Usage = default;
        }
    }

    private ref (Window Minute, Usage Usage) PlaceOf(in Window minute) => ref _last[(int)(minute.Start / minute.Seconds % _last.Length)];
}
