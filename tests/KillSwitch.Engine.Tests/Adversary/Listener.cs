using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What people were told.</summary>
internal sealed class Listener : INotifier
{
    public List<Stop> Stops { get; } = [];

    public List<Notice> Notices { get; } = [];

    public List<Alert> Alerts { get; } = [];

    public ValueTask TellAsync(Notice notice, CancellationToken cancellation)
    {
        Notices.Add(notice);
        return ValueTask.CompletedTask;
    }

    public ValueTask TellAsync(Stop stop, CancellationToken cancellation)
    {
        Stops.Add(stop);
        return ValueTask.CompletedTask;
    }

    public ValueTask TellAsync(Alert alert, CancellationToken cancellation)
    {
        Alerts.Add(alert);
        return ValueTask.CompletedTask;
    }
}
