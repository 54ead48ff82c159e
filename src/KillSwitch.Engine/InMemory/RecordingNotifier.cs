using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>Keeps what was told, in order.</summary>
public sealed class RecordingNotifier : INotifier
{
    private readonly List<Notice> _notices = [];
    private readonly List<Stop> _stops = [];
    private readonly List<Alert> _alerts = [];

    public IReadOnlyList<Notice> Notices => _notices;

    public IReadOnlyList<Stop> Stops => _stops;

    public IReadOnlyList<Alert> Alerts => _alerts;

    public ValueTask TellAsync(Notice notice, CancellationToken cancellation)
    {
        _notices.Add(notice);
        return ValueTask.CompletedTask;
    }

    public ValueTask TellAsync(Stop stop, CancellationToken cancellation)
    {
        _stops.Add(stop);
        return ValueTask.CompletedTask;
    }

    public ValueTask TellAsync(Alert alert, CancellationToken cancellation)
    {
        _alerts.Add(alert);
        return ValueTask.CompletedTask;
    }
}
