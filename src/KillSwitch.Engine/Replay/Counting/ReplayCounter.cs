using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>One counter of a rule in a replay: the bucket that records come into now, and the total of the window that is judged.</summary>
internal sealed class ReplayCounter
{
    private readonly InMemoryLedger _ledger;
    private readonly RuleWindow _windows;
    private readonly TrailingSum? _trailing;

    public ReplayCounter(InMemoryLedger ledger, RuleHit hit)
    {
        (_ledger, Scope, _windows) = (ledger, hit.Scope, hit.Windows);
        _trailing = _windows.IsRolling ? new TrailingSum() : null;
    }

    public string Scope { get; }

    /// <summary>The window that is judged.</summary>
    public Window Window { get; private set; }

    public Window Bucket { get; private set; }

    /// <summary>The bucket in the ledger.</summary>
    public CounterCell Cell { get; private set; } = new();

    public Usage Total => _trailing?.Total ?? Cell.Total;

    /// <summary>How often something was added to the total, or taken off.</summary>
    public long Additions => _trailing?.Additions ?? 0;

    /// <summary>What two rules on the same counter have in common when their windows are the same.</summary>
    public static (string Scope, Window Window, Window Bucket) KeyOf(RuleHit hit) =>
        (hit.Scope, hit.Windows.Holding(0), hit.Windows.Bucket(0));

    /// <param name="second">Never before the last one.</param>
    public void MoveTo(long second)
    {
        if (Bucket.Contains(second))
            return;
        (Bucket, Window) = (_windows.Bucket(second), _windows.Holding(second));
        Cell = _ledger.CellOf(new CounterKey(Scope, Bucket));
        _trailing?.Enter(Window, Bucket.Start, Cell);
    }

    /// <summary>To the total of the window; the bucket is added to beside it, once for all whose bucket it is.</summary>
    public void AddToWindow(in Usage usage) => _trailing?.Add(usage);

    /// <summary>Whether all that it holds ended so long before a second that no window from then on has it.</summary>
    public bool IsOver(long before) => Bucket.End + Window.Seconds < before;
}
