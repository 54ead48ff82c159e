using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Tampering;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.Cycle;

/// <summary>What people are told of a fight: at its third time, and then once in each hour that it lasts.</summary>
public static class ContestWords
{
    public const string Head = "GUARD CONTESTED";

    /// <summary>Once for each hour of it.</summary>
    public static NoticeKey.OfEvent KeyOf(Contest contest)
    {
        var since = contest.Since.ToUnixTimeSeconds();
        return new NoticeKey.OfEvent(
            NoticeTopic.Tampering, $"contested {contest.Thing} {contest.Hour}", new Window(since, since + 1), Head);
    }

    public static Alert Of(Contest contest, DateTimeOffset now) => new()
    {
        Head = Head,
        Subject = $"{contest.Thing} is undone again and again",
        Text = Text(contest),
        Remedy = Contender.Advice(contest.With),
        Kind = "tamperingContested",
        At = now,
        Details =
        [
            ("who", Who(contest)), ("with", contest.With ?? "unknown"),
            ("times", contest.Times.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("since", Moment(contest.Since)), ("last", Moment(contest.LastAt)),
        ],
    };

    /// <summary>As long as any lasts.</summary>
    public static IReadOnlyList<Condition> ConditionOf(IReadOnlyList<Contest> fights) => fights.Count == 0
        ? []
        : [new Condition(
            GuardCondition.Contested,
            $"{Head}: {Listing.Of([.. fights.Select(fight => fight.Thing)], 3)}",
            string.Join(" ", fights.Take(3).Select(Text)),
            Contender.Advice(fights[0].With))];

    private static string Text(Contest contest)
    {
        var text = $"{char.ToUpperInvariant(contest.Thing[0])}{contest.Thing[1..]} was undone and put back {contest.Times} times since "
            + $"{Moment(contest.Since)}, by {Who(contest)}. It is put back each time: at once where CloudTrail tells of it, else within a "
            + "minute.";
        return contest.IsLasting
            ? text + " It has gone on for more than an hour and cannot be held: each time it is open for a while. Nothing wider is "
                + "stopped for that, as it could be undone in the same way and would cut others."
            : text;
    }

    private static string Who(Contest contest) => contest.Who.Count == 0 ? "somebody unknown" : string.Join(", ", contest.Who);

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) + " UTC";
}
