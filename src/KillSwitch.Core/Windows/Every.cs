namespace KillSwitch.Core.Windows;

/// <summary>How long a counter counts before it starts anew.</summary>
public abstract record Every
{
    private Every()
    {
    }

    /// <summary>Whether its windows trail every moment, and never turn.</summary>
    public abstract bool IsRolling { get; }

    /// <summary>The length of its shortest window: a day may have 23 hours.</summary>
    public abstract TimeSpan Shortest { get; }

    /// <summary>When nothing of what a window holds by now counts any more.</summary>
    public abstract DateTimeOffset TurnsAt(Window window, DateTimeOffset now);

    public sealed record Calendar(WindowUnit Unit) : Every
    {
        public override bool IsRolling => false;

        public override TimeSpan Shortest => Unit switch
        {
            WindowUnit.Minute => TimeSpan.FromMinutes(1),
            WindowUnit.Hour => TimeSpan.FromHours(1),
            WindowUnit.Day => TimeSpan.FromHours(23),
            WindowUnit.Week => TimeSpan.FromDays(7) - TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(28) - TimeSpan.FromHours(1),
        };

        public override DateTimeOffset TurnsAt(Window window, DateTimeOffset now) => window.Until;
    }

    /// <summary>
    /// The trailing <paramref name="Duration"/>, whole minutes, never counted shorter and at most a 60th (or a minute) longer.
    /// </summary>
    public sealed record Rolling(TimeSpan Duration) : Every
    {
        public override bool IsRolling => true;

        public override TimeSpan Shortest => Duration;

        public override DateTimeOffset TurnsAt(Window window, DateTimeOffset now) => now + Duration;
    }
}
