using System.Security.Cryptography;
using System.Text;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Stops;

/// <summary>What is written once in a window: that a trip was met, or what was told.</summary>
/// <param name="Partition">
/// Shared by all of one rule, counter, round, limit and length of window, and what was told of them at a level.
/// </param>
/// <param name="Window">When.</param>
/// <param name="IsRolling">Whether two windows that share a moment are the same.</param>
internal sealed record OnceKey(string Partition, Window Window, bool IsRolling)
{
    public static OnceKey Of(TripKey trip, string level) =>
        new(PartitionOf(trip.Rule, trip.Scope, trip.Round, level, trip.Limit, trip.Window), trip.Window, trip.IsRolling);

    public static OnceKey Of(NoticeKey notice) => notice switch
    {
        NoticeKey.OfTrip { Trip: var trip, Level: var level } => Of(trip, "told " + level),
        NoticeKey.OfEvent one => new(
            PartitionOf(one.TopicText, one.Thing, 0, "told " + one.Level, "", one.Window), one.Window, IsRolling: false),
        _ => throw new ArgumentOutOfRangeException(nameof(notice), notice, "not a notice"),
    };

    public bool IsSame(OnceKey other) => (Partition, IsRolling) == (other.Partition, other.IsRolling)
        && (IsRolling ? Window.Overlaps(other.Window) : Window == other.Window);

    private static string PartitionOf(string rule, string thing, int round, string level, string limit, Window window)
    {
        var hash = SHA256.HashData(
            Encoding.UTF8.GetBytes(FormattableString.Invariant($"{rule}\n{thing}\n{round}\n{level}\n{limit}\n{window.Seconds}")));
        return "trip#" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
