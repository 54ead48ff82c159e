namespace KillSwitch.Engine.Drills;

/// <summary>How long a drill waits for what, and how often it looks.</summary>
public sealed record DrillPatience
{
    private static readonly TimeSpan AroundRule = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks, and two calls, at first; later up to <see cref="Slowest"/>.</summary>
    public TimeSpan Between { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Slowest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For IAM to know a role that was just made, and what it may do.</summary>
    public TimeSpan ForRole { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two prompts of which the second reads what the first has written.</summary>
    public TimeSpan OfCache { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For the records of what was called.</summary>
    public TimeSpan ForRecords { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For a further record of what has one.</summary>
    public TimeSpan ForSecondRecord { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the meter to count what is in the log group.</summary>
    public TimeSpan ForMeter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For a stop: the meter takes a rule up within a minute.</summary>
    public TimeSpan ForStop { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>For IAM's change to reach every call.</summary>
    public TimeSpan ForEffect { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From when on the drill's rule is over by itself.</summary>
    public TimeSpan OfRule { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The same with another patience: for records and the meter so long, for IAM half of it, for a stop twice.</summary>
    /// <param name="patience">Up to five minutes: then the rule is over after a quarter of an hour at the latest.</param>
    public static DrillPatience Of(TimeSpan patience) => new()
    {
        ForRole = patience / 2,
        ForRecords = patience,
        ForMeter = patience,
        ForStop = patience * 2,
        ForEffect = patience / 2,
        // Until the stop, and until what comes of it has been seen.
        OfRule = (patience * 2) + (patience / 2) + AroundRule,
    };
}
