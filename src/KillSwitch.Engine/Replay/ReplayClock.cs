namespace KillSwitch.Engine.Replay;

/// <summary>Moments at which a stop ends by itself, in order.</summary>
internal sealed class ReplayClock
{
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> _moments = new();

    public void Add(DateTimeOffset moment) => _moments.Enqueue(moment, moment);

    /// <summary>Whether one is at or before <paramref name="now"/>.</summary>
    public bool IsDue(DateTimeOffset now) => _moments.TryPeek(out var moment, out _) && moment <= now;

    /// <summary>The next moment at or before <paramref name="now"/>.</summary>
    public bool TryTake(DateTimeOffset now, out DateTimeOffset moment)
    {
        if (!_moments.TryPeek(out moment, out _) || moment > now)
            return false;
        _moments.Dequeue();
        return true;
    }
}
