using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>All that records are added to which the same rules count under the same scopes.</summary>
/// <param name="counters">Each once.</param>
/// <param name="minutes">Of the counters whose growth is looked at; each once.</param>
/// <param name="watches">One a rule.</param>
internal sealed class ReplayPlan(ReplayCounter[] counters, ReplayMinutes[] minutes, ReplayWatch[] watches)
{
    // Windows of several rules on one counter may be cut into the same buckets.
    private readonly bool _mayShareBuckets = counters.DistinctBy(counter => counter.Scope).Count() < counters.Length;

    public void Add(long second, in Usage usage, bool isLate)
    {
        foreach (var counter in counters)
        {
            counter.MoveTo(second);
            counter.AddToWindow(usage);
        }

        for (var i = 0; i < counters.Length; i++)
        {
            if (IsFirstOfItsBucket(i))
                counters[i].Cell.Total += usage;
        }

        if (isLate)
            return;
        var minute = Window.MinuteOf(second);
        foreach (var one in minutes)
            one.Add(minute, usage);
    }

    /// <summary>
    /// Takes back what was added of a record of the same second, but for the totals of trailing windows: the meter is about to count it.
    /// </summary>
    public void LeaveToMeter(long second, in Usage usage, bool isLate)
    {
        for (var i = 0; i < counters.Length; i++)
        {
            if (IsFirstOfItsBucket(i))
                counters[i].Cell.Total -= usage;
        }

        if (isLate)
            return;
        var minute = Window.MinuteOf(second);
        foreach (var one in minutes)
            one.Remove(minute, usage);
    }

    /// <summary>Puts into the ledger what the meter may ask for.</summary>
    public void Settle()
    {
        foreach (var one in minutes)
            one.Settle();
    }

    public bool IsNear()
    {
        foreach (var watch in watches)
        {
            if (watch.IsNear())
                return true;
        }

        return false;
    }

    private bool IsFirstOfItsBucket(int place)
    {
        for (var i = 0; _mayShareBuckets && i < place; i++)
        {
            if (counters[i].Cell == counters[place].Cell)
                return false;
        }

        return true;
    }
}
