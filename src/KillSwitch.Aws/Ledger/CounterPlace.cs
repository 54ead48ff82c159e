using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// Where a counter is kept. An hour, a day and a month have an item to themselves. Shorter buckets, as trailing windows have them, are ten
/// to an item, and the minutes that say how fast a counter grows lie in the item of their counter: each item is paid for by itself,
/// whatever is read or written of it.
/// </summary>
/// <param name="Home">The counter, or the ten buckets of it, whose item it is.</param>
/// <param name="Slot">Which of those that share the item; empty for the one that has it to itself.</param>
internal readonly record struct CounterPlace(CounterKey Home, string Slot)
{
    private const int Together = 10;
    private const long Hour = 3_600;
    // The shortest day of any zone.
    private const long Day = 23 * Hour;
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    public bool IsMinute => Slot.StartsWith('m');

    public static CounterPlace Of(CounterKey counter)
    {
        var home = HomeOf(counter.Bucket);
        var key = new CounterKey(counter.Scope, home);
        if (counter.IsMinute)
            return new CounterPlace(key, MinuteSlot(home, counter.Minute));
        return new CounterPlace(
            key, home == counter.Bucket ? "" : $"b{(counter.Bucket.Start - home.Start) / counter.Bucket.Seconds}");
    }

    /// <summary>Where the version before kept it: by itself.</summary>
    public static CounterPlace Alone(CounterKey counter) => new(counter, "");

    /// <summary>Whether ten such buckets share an item.</summary>
    public static bool IsShared(Window bucket) => bucket.Seconds is < Day and not Hour && bucket.Start % bucket.Seconds == 0;

    /// <summary>What shares the item of a bucket.</summary>
    public static Window HomeOf(Window bucket)
    {
        if (!IsShared(bucket))
            return bucket;
        var seconds = bucket.Seconds * Together;
        var start = bucket.Start - (bucket.Start % seconds);
        return new Window(start, start + seconds);
    }

    /// <summary>Of the minute of a home that holds a second.</summary>
    public static string MinuteSlot(Window home, long second)
    {
        var slot = "";
        for (var minute = (second - home.Start) / 60; minute > 0 || slot.Length == 0; minute /= Digits.Length)
            slot = Digits[(int)(minute % Digits.Length)] + slot;
        return "m" + slot;
    }
}
