namespace KillSwitch.Core.Tampering;

/// <summary>How often one thing of the guard's was undone and put back, without an hour in between, and by whom.</summary>
/// <param name="Thing">What: whose deny, a rule, the logging.</param>
/// <param name="Since">When it was first put back.</param>
/// <param name="LastAt">When it was last.</param>
/// <param name="Times">How often.</param>
public sealed record Contest(string Thing, DateTimeOffset Since, DateTimeOffset LastAt, int Times)
{
    // More names say no more.
    private const int MostNames = 5;

    /// <summary>From so many times on it is a fight, and no mistake.</summary>
    public const int From = 3;

    /// <summary>After so long without it, it is over.</summary>
    public static TimeSpan OverAfter { get; } = TimeSpan.FromHours(1);

    /// <summary>How long one thing is left as it is after it was put back: IAM takes so many changes and no more.</summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Who undid it, as far as CloudTrail told; no duplicates.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>What it was last undone with; null where CloudTrail did not tell.</summary>
    public string? With { get; init; }

    /// <summary>CloudTrail's id of the last event; null for none. It may be delivered twice.</summary>
    public string? Event { get; init; }

    public bool IsFight => Times >= From;

    /// <summary>Whether it has gone on for so long that it will not end by itself.</summary>
    public bool IsLasting => IsFight && LastAt - Since >= OverAfter;

    /// <summary>In which hour of it the last time was: people are told once in each.</summary>
    public int Hour => (int)((LastAt - Since) / TimeSpan.FromHours(1));

    public bool IsOver(DateTimeOffset now) => now - LastAt >= OverAfter;

    /// <summary>How long to wait before it is put back again.</summary>
    public TimeSpan PauseAt(DateTimeOffset now) => LastAt <= now && LastAt + Pace > now ? LastAt + Pace - now : TimeSpan.Zero;

    /// <summary>Once more.</summary>
    /// <param name="known">Null where nothing is known of it, or it is over.</param>
    /// <param name="by">Who undid it; null where nobody told.</param>
    /// <param name="now">When it was put back.</param>
    public static Contest Next(Contest? known, string thing, TrailEvent? by, DateTimeOffset now)
    {
        if (known is null || known.IsOver(now))
            known = new Contest(thing, now, now, 0);
        var isAgain = by is not null && known.Event == by.Id;
        return known with
        {
            Times = isAgain ? known.Times : known.Times + 1,
            LastAt = now,
            Who = by is null ? known.Who : [.. known.Who.Append(by.Actor).Distinct().TakeLast(MostNames)],
            With = by?.UserAgent ?? known.With,
            Event = by?.Id ?? known.Event,
        };
    }
}
