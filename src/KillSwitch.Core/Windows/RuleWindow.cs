namespace KillSwitch.Core.Windows;

/// <summary>The windows that one rule counts in: those of a calendar, or a trailing duration.</summary>
public abstract class RuleWindow
{
    public static RuleWindow Of(Every every, WindowCalendar calendar) => every switch
    {
        Every.Calendar { Unit: var unit } => new CalendarWindow(unit, calendar),
        Every.Rolling { Duration: var duration } => new RollingWindow(duration),
        _ => throw new ArgumentOutOfRangeException(nameof(every), every, "not a window"),
    };

    /// <summary>Whether its windows trail every moment, and never turn.</summary>
    public abstract bool IsRolling { get; }

    /// <summary>The window whose total is judged at a moment, in seconds since 1970.</summary>
    public abstract Window Holding(long second);

    /// <summary>The bucket that a record of a moment is counted in.</summary>
    public abstract Window Bucket(long second);

    /// <summary>The buckets that make up a window, oldest first.</summary>
    public abstract IEnumerable<Window> Buckets(Window window);

    /// <summary>
    /// The buckets after the one of a moment, up to now, whose windows hold that moment, too: what newer records were judged on there was
    /// without a record that comes late.
    /// </summary>
    public abstract IEnumerable<Window> LaterBuckets(long second, long now);

    /// <summary>The span that a grant of a moment is kept in; it counts for every window that touches it.</summary>
    public abstract Window GrantSpan(Window window, long second);

    /// <summary>The spans of all grants that count for a window.</summary>
    public abstract IEnumerable<Window> GrantSpans(Window window);

    /// <summary>The span that holds how often the counter was re-armed, which must never go back.</summary>
    public abstract Window RoundsSpan(Window window);

    /// <summary>Whether the other one has the same windows.</summary>
    public abstract bool IsSame(RuleWindow other);

    /// <summary>Whether this is one of its windows.</summary>
    public bool Has(Window window) => Holding(window.End - 1) == window;
}
