using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What people were told, and whether it was so when they were told.</summary>
internal sealed class Listener(Func<string, bool> isHeld) : INotifier
{
    public List<(Stop Stop, bool WasHeld)> Stops { get; } = [];

    public List<Notice> Notices { get; } = [];

    public List<Alert> Alerts { get; } = [];

    public ValueTask TellAsync(Notice notice, CancellationToken cancellation)
    {
        Notices.Add(notice);
        return ValueTask.CompletedTask;
    }

    public ValueTask TellAsync(Stop stop, CancellationToken cancellation)
    {
        Stops.Add((stop, isHeld(Names.Of(stop.Target))));
        return ValueTask.CompletedTask;
    }

    public ValueTask TellAsync(Alert alert, CancellationToken cancellation)
    {
        Alerts.Add(alert);
        return ValueTask.CompletedTask;
    }
}
