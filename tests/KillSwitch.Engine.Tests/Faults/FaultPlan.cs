namespace KillSwitch.Engine.Tests.Faults;

/// <summary>Counts the calls of every port of every process, and says which of them is befallen by what.</summary>
internal sealed class FaultPlan(params Fault[] faults)
{
    private TaskCompletionSource _gate = new();

    /// <summary>Every call so far: its port and method, whether it changes anything, and whether it takes several things at once.</summary>
    public List<(string Name, bool Changes, bool IsBatch)> Calls { get; } = [];

    /// <summary>Whether calls are counted; the time to recover is without faults.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>How many of its faults came to pass.</summary>
    public int Met { get; private set; }

    public FaultKind? Next(string name, bool changes, bool isBatch)
    {
        if (!IsOpen)
            return null;
        Calls.Add((name, changes, isBatch));
        if (Array.Find(faults, fault => fault.Call == Calls.Count - 1) is not { } met)
            return null;
        Met++;
        return met.Kind;
    }

    /// <summary>What hangs hangs until it is opened.</summary>
    public Task Gate => _gate.Task;

    public void OpenGate()
    {
        var gate = _gate;
        _gate = new TaskCompletionSource();
        gate.SetResult();
    }

    /// <summary>The kinds that make a difference for a call.</summary>
    public static IEnumerable<FaultKind> KindsFor(bool changes, bool isBatch) => changes
        ? Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Half || isBatch)
        : [FaultKind.Fails, FaultKind.Late, FaultKind.DiesBefore];
}
