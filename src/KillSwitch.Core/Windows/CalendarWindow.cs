namespace KillSwitch.Core.Windows;

/// <summary>The windows of one unit in one time zone; each is counted in one bucket, itself.</summary>
public sealed class CalendarWindow(WindowUnit unit, WindowCalendar calendar) : RuleWindow
{
    private readonly WindowUnit _unit = unit;
    private readonly WindowCalendar _calendar = calendar;

    public override bool IsRolling => false;

    public override Window Holding(long second) => _calendar.Containing(_unit, second);

    public override Window Bucket(long second) => Holding(second);

    public override IEnumerable<Window> Buckets(Window window) => [window];

    public override IEnumerable<Window> LaterBuckets(long second, long now) => [];

    public override Window GrantSpan(Window window, long second) => window;

    public override IEnumerable<Window> GrantSpans(Window window) => [window];

    public override Window RoundsSpan(Window window) => window;

    public override bool IsSame(RuleWindow other) =>
        other is CalendarWindow same && same._unit == _unit && same._calendar.Zone == _calendar.Zone;
}
