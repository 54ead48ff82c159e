using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// What is undone again and again. INVARIANT (whoever is more stubborn does not win): it bounds how often people are told, and how fast one
/// thing is put back, and never whether it is.
/// </summary>
public sealed class RepairBound(IGuardMemory memory)
{
    private const string Name = "contests";
    private const int MostRaces = 5;
    private const int MostKept = 100;

    /// <summary>The deny of a stop, as a thing that can be undone: the same whoever finds it gone.</summary>
    public static string DenyOf(Stop stop) => $"the deny of {stop.Denied.Name}";

    /// <summary>What is fought over now: nothing that was left alone for an hour.</summary>
    public async ValueTask<IReadOnlyList<Contest>> FightsAsync(DateTimeOffset now, CancellationToken cancellation) =>
        [.. (await ReadAsync(cancellation)).Contests.Where(contest => contest.IsFight && !contest.IsOver(now))];

    /// <summary>How long to wait before a thing is put back.</summary>
    public async ValueTask<TimeSpan> PauseAsync(string thing, DateTimeOffset now, CancellationToken cancellation) =>
        (await ReadAsync(cancellation)).Contests.FirstOrDefault(contest => contest.Thing == thing)?.PauseAt(now) ?? TimeSpan.Zero;

    /// <summary>Counts a repair that was done.</summary>
    /// <param name="thing">What was put back.</param>
    /// <param name="by">Who had undone it; null where nobody told.</param>
    public async ValueTask<Contest> CountAsync(string thing, TrailEvent? by, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var race = 1; ; race++)
        {
            var (text, contests) = await ReadAsync(cancellation);
            var next = Contest.Next(contests.FirstOrDefault(contest => contest.Thing == thing), thing, by, now);
            var kept = contests.Where(contest => contest.Thing != thing && !contest.IsOver(now)).Append(next)
                .OrderByDescending(contest => contest.LastAt).Take(MostKept);
            // It is counted for people's sake: whoever loses every race is not counted, and the thing is put back all the same.
            if (await memory.TryKeepAsync(Name, text, ContestJson.Write([.. kept]), cancellation) || race == MostRaces)
                return next;
        }
    }

    private async ValueTask<(string? Text, IReadOnlyList<Contest> Contests)> ReadAsync(CancellationToken cancellation)
    {
        var text = await memory.RecallAsync(Name, cancellation);
        return (text, KeptText.Read(memory, Name, text, ContestJson.Read) ?? []);
    }
}
