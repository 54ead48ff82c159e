using System.Globalization;

namespace KillSwitch.Engine.Backfill;

/// <summary>How far a sweep through the log group has come; kept, so that another process goes on where one ended.</summary>
/// <param name="From">Where it goes on.</param>
/// <param name="Until">Where it ends; <paramref name="From"/> when it is over.</param>
/// <param name="Slice">How much is read between two marks of progress.</param>
/// <param name="Found">Records that the subscription had left out, so far.</param>
/// <param name="Fruitless">Sweeps in a row that found nothing.</param>
/// <param name="NotBefore">When the next one may begin.</param>
/// <param name="Audited">Up to where the log group was read once in any case.</param>
/// <param name="Unjudged">Up to where records may have been counted and not judged: whoever was at it may not have come to the end.</param>
/// <param name="Turn">Grows with every write, so that no two are alike.</param>
public sealed record Sweep(
    DateTimeOffset From, DateTimeOffset Until, TimeSpan Slice, long Found, int Fruitless, DateTimeOffset NotBefore, DateTimeOffset Audited,
    DateTimeOffset Unjudged = default, long Turn = 0)
{
    /// <summary>How much is audited at once.</summary>
    public static TimeSpan AuditLength { get; } = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestSlice = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestSlice = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(5);

    // What is not in the log group now may be there soon; what is not there after a while will not be.
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 1, 2, 5, 15, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    public static Sweep None { get; } =
        new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, LongestSlice, 0, 0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    public bool IsOpen => From < Until;

    /// <summary>Whether the next slice was begun before, and not ended.</summary>
    public bool IsUnjudged => From < Unjudged;

    public Sweep Begin(DateTimeOffset from, DateTimeOffset until) =>
        this with { From = from, Until = until, Slice = LongestSlice, Found = 0 };

    /// <summary>After a slice that was read to its end.</summary>
    public Sweep Advance(DateTimeOffset to, long found) => this with { From = to, Found = Found + found };

    /// <summary>After a slice for which the time did not suffice.</summary>
    public Sweep Halve() => this with { Slice = Slice / 2 > ShortestSlice ? Slice / 2 : ShortestSlice };

    /// <summary>After a slice that took so long.</summary>
    public Sweep Grow(TimeSpan took) => took < Quick && Slice < LongestSlice
        ? this with { Slice = Slice * 2 < LongestSlice ? Slice * 2 : LongestSlice }
        : this;

    public Sweep End(DateTimeOffset now)
    {
        // An audit begins where the one before ended.
        if (Until == Audited + AuditLength)
            return this with { From = Until, Audited = Until };
        var fruitless = Found > 0 ? 0 : Fruitless + 1;
        return this with { From = Until, Fruitless = fruitless, NotBefore = now + Pauses[Math.Min(fruitless, Pauses.Length - 1)] };
    }

    public string ToText() => string.Join(
        ' ',
        new[]
        {
            From.ToUnixTimeMilliseconds(), Until.ToUnixTimeMilliseconds(), (long)Slice.TotalMilliseconds, Found, Fruitless,
            NotBefore.ToUnixTimeMilliseconds(), Audited.ToUnixTimeMilliseconds(), Unjudged.ToUnixTimeMilliseconds(), Turn,
        }.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>None for a text that is no sweep.</summary>
    public static Sweep Parse(string? text)
    {
        var numbers = (text ?? "").Split(' ')
            .Select(part => long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : (long?)null).ToList();
        return numbers is [{ } from, { } until, { } slice, { } found, { } fruitless, { } notBefore, { } audited, .. var rest] && rest is []
            or [{ }, { }]
            ? new Sweep(Time(from), Time(until), TimeSpan.FromMilliseconds(slice), found, (int)fruitless, Time(notBefore), Time(audited),
                rest is [{ } unjudged, _] ? Time(unjudged) : default, rest is [_, { } turn] ? turn : 0)
            : None;

        static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
