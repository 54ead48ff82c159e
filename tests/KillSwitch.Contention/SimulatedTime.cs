namespace KillSwitch.Contention;

/// <summary>
/// Time that passes when nothing is left to do. All work runs on the thread that called <see cref="Run"/>, one piece after another, in an
/// order that is the same in each run.
/// </summary>
public sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Queue<(SendOrPostCallback Work, object? State)> _ready = new();
    private readonly PriorityQueue<Alarm, (long Ticks, long Number)> _alarms = new();
    private long _ticks;
    private long _number;

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(_ticks);

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Until the work is done; whatever it left behind does not run.</summary>
    /// <exception cref="InvalidOperationException">The work waits for something that never comes.</exception>
    public void Run(Func<Task> work)
    {
        var outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Turns(this));
        try
        {
            var done = work();
            while (!done.IsCompleted)
            {
                if (_ready.TryDequeue(out var next))
                    next.Work(next.State);
                else if (_alarms.TryDequeue(out var alarm, out var at))
                    alarm.Ring(at);
                else
                    throw new InvalidOperationException("nothing is left to wait for, and the work is not done");
            }

            done.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    private sealed class Turns(SimulatedTime time) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => time._ready.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("everything runs on one thread");
    }

    private sealed class Alarm(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private (long Ticks, long Number)? _due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = null;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            var due = (time._ticks + dueTime.Ticks, time._number++);
            _due = due;
            time._alarms.Enqueue(this, due);
            return true;
        }

        public void Ring((long Ticks, long Number) at)
        {
            // One that was set anew, or taken back, is in the queue as it was.
            if (_due != at)
                return;
            (_due, time._ticks) = (null, Math.Max(time._ticks, at.Ticks));
            callback(state);
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
