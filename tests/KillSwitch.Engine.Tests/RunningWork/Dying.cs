using KillSwitch.Core.Notifications;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.RunningWork;

/// <summary>
/// Everything that a sweep changes, until the process ends: the change with this number is made, and nobody hears that it was.
/// </summary>
internal sealed class Dying(int step, IRunningWork work, IGuardMemory memory, IActionLog actions, INotifier notifier) : IRunningWork,
    IGuardMemory, IActionLog, INotifier
{
    private int _step;

    public string Region => work.Region;

    public ValueTask<WorkFound> FindAsync(CancellationToken cancellation) => work.FindAsync(cancellation);

    public ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation) =>
        work.CreatorsAsync(jobs, cancellation);

    public async ValueTask<JobEnd> StopAsync(RunningJob job, CancellationToken cancellation)
    {
        var end = await work.StopAsync(job, cancellation);
        Step();
        return end;
    }

    public ValueTask<string?> RecallAsync(string name, CancellationToken cancellation) => memory.RecallAsync(name, cancellation);

    public async ValueTask KeepAsync(string name, string text, CancellationToken cancellation)
    {
        await memory.KeepAsync(name, text, cancellation);
        Step();
    }

    public ValueTask<bool> TryKeepAsync(string name, string? recalled, string text, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public async ValueTask WriteAsync(DateTimeOffset at, string subject, string what, CancellationToken cancellation)
    {
        await actions.WriteAsync(at, subject, what, cancellation);
        Step();
    }

    public async ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation)
    {
        var isTold = await notifier.TellAsync(message, cancellation);
        Step();
        return isTold;
    }

    private void Step()
    {
        if (++_step == step)
            throw new InvalidOperationException("the process ended");
    }
}
