using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Notifications;

/// <summary>A message about a counter that reached a level or its limit.</summary>
public sealed record Notice(NoticeKey.OfTrip Key, string Subject, string Account, decimal Measured, decimal Limit, Unit Unit,
    Window Window, DateTimeOffset At, Evidence? Evidence)
{
    /// <summary>When the limit will be reached; null where nothing can be said of it.</summary>
    public Outlook? Outlook { get; init; }

    /// <summary>How a stop begins once the limit is reached; null where nothing is stopped.</summary>
    public StopState? Next { get; init; }

    /// <summary>Whom or what that stop cuts, as people say it; null where nothing is stopped.</summary>
    public string? Target { get; init; }

    /// <summary>Why that cannot be cut here, as one clause; null where nothing is known against it.</summary>
    public string? Obstacle { get; init; }
}
