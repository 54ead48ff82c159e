using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Backfill;

/// <summary>
/// How far a sweep has come, as it is kept. INVARIANT (nobody's progress is undone): a write goes in the place of what was read, or not at
/// all.
/// </summary>
internal sealed class SweepBook
{
    private readonly IGuardMemory _memory;
    private readonly string _name;
    private string? _kept;

    private SweepBook(IGuardMemory memory, string name, string? kept) =>
        (_memory, _name, _kept, Sweep) = (memory, name, kept, KeptText.Read(memory, name, kept, Sweep.Parse) ?? Sweep.None);

    public Sweep Sweep { get; private set; }

    public static async ValueTask<SweepBook> OpenAsync(IGuardMemory memory, string name, CancellationToken cancellation) =>
        new(memory, name, await memory.RecallAsync(name, cancellation));

    /// <summary>Kept with the first progress.</summary>
    public void Begin(DateTimeOffset from, DateTimeOffset until) => Sweep = Sweep.Begin(from, until);

    /// <summary>False when someone else wrote since.</summary>
    public async ValueTask<bool> TryWriteAsync(Sweep next, CancellationToken cancellation)
    {
        next = next with { Turn = Sweep.Turn + 1 };
        if (!await _memory.TryKeepAsync(_name, _kept, next.ToText(), cancellation))
            return false;
        (Sweep, _kept) = (next, next.ToText());
        return true;
    }
}
