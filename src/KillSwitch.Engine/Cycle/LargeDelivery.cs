using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// A delivery of more callers than are judged at once: in portions, each of other callers, as the counters of a caller are written and read
/// once for each portion that it is in. It is kept how far it came, so that what does not fit into one invocation, or dies over it, goes on
/// with the next try of the same delivery. INVARIANT (nothing is passed over): only a portion that was counted, judged and stopped is
/// behind the mark; before it each record counts once, however often it comes.
/// </summary>
/// <param name="memory">Keeps how far deliveries came.</param>
/// <param name="clock">The time.</param>
/// <param name="region">Whose deliveries.</param>
public sealed class LargeDelivery(IGuardMemory memory, TimeProvider clock, string region)
{
    private const int MostCallers = 1_000;
    private const int MostRecords = 10_000;

    // Two deliveries that share a place each lose what the other writes there, and do again what was done.
    private const int Places = 32;

    // The next portion may take longer than any before it.
    private const double Room = 1.5;
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(2);

    /// <summary>Whether it is judged in portions.</summary>
    public static bool Is(IReadOnlyCollection<Invocation> records) => records.Count > MostCallers
        && (records.Count > MostRecords || records.Select(CallerOf).Distinct(StringComparer.Ordinal).Count() > MostCallers);

    /// <param name="delivery">The same for each try of it.</param>
    /// <param name="records">All of them, in any order.</param>
    /// <param name="deadline">When the invocation ends.</param>
    /// <param name="portion">Counts and judges; false where trying again may help.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How many records are left to the next try of the delivery.</returns>
    public async ValueTask<int> RunAsync(
        string delivery, IReadOnlyCollection<Invocation> records, DateTimeOffset deadline,
        Func<IReadOnlyList<Invocation>, ValueTask<bool>> portion, CancellationToken cancellation)
    {
        var name = NameOf(delivery);
        var mark = await KeptText.ReadAsync(memory, name, text => Mark.Parse(text, delivery), cancellation);
        List<Invocation> left = [.. records.Where(record => mark is null || mark.CompareTo(Mark.Of(record)) < 0).OrderBy(Mark.Of)];
        var (isBehind, longest) = (true, TimeSpan.Zero);
        for (var done = 0; done < left.Count;)
        {
            var began = clock.GetUtcNow();
            if (done > 0 && began + (longest * Room) + Spare > deadline)
                return left.Count - done;
            var some = left[done..End(left, done)];
            isBehind &= await portion(some);
            done += some.Count;
            longest = Longest(longest, clock.GetUtcNow() - began);
            if (isBehind && done < left.Count)
                await memory.KeepAsync(name, Mark.Of(some[^1]).ToText(delivery), cancellation);
        }

        return 0;
    }

    private static int End(List<Invocation> records, int from)
    {
        var callers = 1;
        for (var at = from + 1; at < records.Count; at++)
        {
            callers += CallerOf(records[at]) == CallerOf(records[at - 1]) ? 0 : 1;
            // Records that the mark cannot tell apart are of one portion.
            if ((callers > MostCallers || at - from >= MostRecords) && Mark.Of(records[at]) != Mark.Of(records[at - 1]))
                return at;
        }

        return records.Count;
    }

    private static string CallerOf(Invocation record) => $"{record.Caller.Principal.Arn}/{record.Caller.Session}";

    private string NameOf(string delivery)
    {
        var sum = delivery.Aggregate(0, (sum, letter) => ((sum * 31) + letter) % 65_536);
        return string.Create(CultureInfo.InvariantCulture, $"delivery/{region}/{sum % Places}");
    }

    private static TimeSpan Longest(TimeSpan left, TimeSpan right) => left > right ? left : right;

    /// <summary>A record in the order of a delivery.</summary>
    private sealed record Mark(string Caller, long Milliseconds, string Id) : IComparable<Mark>
    {
        private const char Between = '\n';

        public static Mark Of(Invocation record) =>
            new(CallerOf(record), record.Timestamp.ToUnixTimeMilliseconds(), record.Id.RequestId);

        public int CompareTo(Mark? other)
        {
            if (other is null)
                return 1;
            var order = string.CompareOrdinal(Caller, other.Caller);
            if (order == 0)
                order = Milliseconds.CompareTo(other.Milliseconds);
            return order == 0 ? string.CompareOrdinal(Id, other.Id) : order;
        }

        public string ToText(string delivery) => string.Join(
            Between, delivery, Caller, Milliseconds.ToString(CultureInfo.InvariantCulture), Id);

        /// <summary>Null where it is another delivery's.</summary>
        public static Mark? Parse(string text, string delivery)
        {
            var parts = text.Split(Between, 4);
            return parts[0] == delivery
                ? new Mark(parts[1], long.Parse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), parts[3])
                : null;
        }
    }
}
