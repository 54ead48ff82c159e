using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Ports;

/// <summary>Tells people.</summary>
public interface INotifier
{
    ValueTask TellAsync(Notice notice, CancellationToken cancellation);

    /// <summary>A stop was decided, carried out, failed, or lifted: its state says which.</summary>
    ValueTask TellAsync(Stop stop, CancellationToken cancellation);

    /// <summary>What is about no counter and no stop.</summary>
    ValueTask TellAsync(Alert alert, CancellationToken cancellation);
}
