using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>Keeps what was written, in order.</summary>
public sealed class InMemoryActionLog : IActionLog
{
    public IList<(DateTimeOffset At, string Subject, string What)> Entries { get; } = [];

    public ValueTask WriteAsync(DateTimeOffset at, string subject, string what, CancellationToken cancellation)
    {
        Entries.Add((at, subject, what));
        return ValueTask.CompletedTask;
    }
}
