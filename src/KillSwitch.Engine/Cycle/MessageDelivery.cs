using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Tells people what was written down to be told, and strikes it out afterwards. INVARIANT (told at least once): what dies in between is
/// told by the watch; whoever is told twice is annoyed, whoever is never told is blind. What the notifier keeps waiting is its to tell.
/// </summary>
public sealed class MessageDelivery(IStopStore stops, INotifier notifier)
{
    // Whoever wrote it down may be about to tell it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Tells a word that is written down.</summary>
    public async ValueTask TellAsync(PendingMessage word, CancellationToken cancellation)
    {
        if (await notifier.TellAsync(word, cancellation))
            await stops.ToldAsync(word, cancellation);
    }

    /// <summary>Writes a word down and tells it, once for its key; false when it was told before.</summary>
    public async ValueTask<bool> TryTellAsync(NoticeKey key, PendingMessage word, CancellationToken cancellation)
    {
        if (!await stops.TryTellAsync(key, word, cancellation))
            return false;
        await TellAsync(word, cancellation);
        return true;
    }

    /// <summary>The same for an alert.</summary>
    public ValueTask<bool> TryTellAsync(NoticeKey key, Alert alert, CancellationToken cancellation) =>
        TryTellAsync(key, PendingMessage.Of(key, alert), cancellation);

    /// <summary>
    /// Writes down what to tell in case the act that follows is not lived through: whoever looks afterwards finds nothing wrong any more.
    /// </summary>
    public ValueTask PrepareAsync(PendingMessage word, CancellationToken cancellation) => stops.KeepAsync(word, cancellation);

    /// <summary>The act was lived through, and told in other words.</summary>
    public ValueTask StrikeAsync(PendingMessage word, CancellationToken cancellation) => stops.ToldAsync(word, cancellation);

    /// <summary>Tells what someone wrote down and did not live to tell.</summary>
    public async ValueTask ResumeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var failures = new Failures();
        foreach (var word in (await stops.PendingAsync(cancellation))
            .Where(word => word.Waiting is null && (word.At + Patience <= now || ClockSkew.IsAhead(word.At, now)))
            .OrderBy(word => word.At))
        {
            await failures.TryAsync(() => TellAsync(word, cancellation));
        }

        failures.Throw();
    }
}
