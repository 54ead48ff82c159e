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

    public ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation)
    {
        switch (message.Content)
        {
            case MessageContent.OfNotice { Notice: var notice }:
                _notices.Add(notice);
                break;
            case MessageContent.OfStop { Stop: var stop }:
                _stops.Add(stop);
                break;
            case MessageContent.OfAlert { Alert: var alert }:
                _alerts.Add(alert);
                break;
        }

        return ValueTask.FromResult(true);
    }
}
