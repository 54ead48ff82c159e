namespace KillSwitch.Engine.Tests.Faults;

/// <summary>
/// Runs a function as Lambda runs it: in a process that is kept warm, again after one and two minutes when it fails or its time is over,
/// and in another process then. What hangs goes on when the gate opens.
/// </summary>
internal sealed class Invoker(GuardedAccount account, FaultPlan plan)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)];

    private readonly List<(DateTimeOffset Due, int Attempt, Func<GuardProcess, Task> Work)> _again = [];
    private readonly List<Task> _hanging = [];
    private GuardProcess? _warm;

    /// <summary>Invocations that failed three times.</summary>
    public int GivenUp { get; private set; }

    public Task InvokeAsync(Func<GuardProcess, Task> work) => AttemptAsync(work, attempt: 1, isRetried: true);

    /// <summary>Once: its turn comes again by itself. Whether it came to its end.</summary>
    public async Task<bool> OnceAsync(Func<GuardProcess, Task> work) => await AttemptAsync(work, attempt: 1, isRetried: false);

    /// <summary>What failed earlier and is due.</summary>
    public async Task RetryAsync()
    {
        foreach (var one in _again.Where(one => one.Due <= account.Clock.GetUtcNow()).ToList())
        {
            _again.Remove(one);
            await AttemptAsync(one.Work, one.Attempt, isRetried: true);
        }
    }

    /// <summary>What hung goes on, and comes to its end.</summary>
    public async Task GoOnAsync()
    {
        if (_hanging.Count == 0)
            return;
        // What went on may hang once more.
        while (_hanging.Exists(task => !task.IsCompleted))
            plan.OpenGate();
        foreach (var task in _hanging)
            await EndAsync(task);
        _hanging.Clear();
    }

    private async Task<bool> AttemptAsync(Func<GuardProcess, Task> work, int attempt, bool isRetried)
    {
        var process = _warm is { Life.IsOver: false } warm ? warm : new GuardProcess(account, plan);
        _warm = process;
        var task = work(process);
        if (!task.IsCompleted)
        {
            _hanging.Add(task);
            _warm = null;
        }
        else if (await EndAsync(task))
        {
            return true;
        }

        if (isRetried && attempt <= Pauses.Length)
            _again.Add((account.Clock.GetUtcNow() + Pauses[attempt - 1], attempt + 1, work));
        else if (isRetried)
            GivenUp++;
        return false;
    }

    private static async Task<bool> EndAsync(Task task)
    {
        try
        {
            await task;
            return true;
        }
        catch (Exception error) when (IsInjected(error))
        {
            return false;
        }
    }

    // Anything else is a defect that a fault has uncovered.
    private static bool IsInjected(Exception error) => error switch
    {
        PortFailedException or ProcessEndedException => true,
        AggregateException several => several.InnerExceptions.All(IsInjected),
        _ => error.InnerException is { } inner && IsInjected(inner),
    };
}
