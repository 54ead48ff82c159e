using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Puts records with larger figures, and what is reckoned anew, in the place of those of the same requests that were counted before.
/// </summary>
internal static class Replacements
{
    private const int MostAttempts = 10;

    /// <summary>For each record, what it was counted in the place of; null for all others.</summary>
    /// <param name="ledger">Where they are counted.</param>
    /// <param name="metered">The batch.</param>
    /// <param name="counted">Which of it were counted now: of the others something was counted before.</param>
    /// <param name="calendar">By which counters are cut.</param>
    /// <param name="contradictions">Takes what the records of a request say differently.</param>
    public static async ValueTask<IReadOnlyList<Posting?>> MakeAsync(
        ILedger ledger, IReadOnlyList<PricedInvocation> metered, IReadOnlyList<bool> counted, WindowCalendar calendar, DateTimeOffset now,
        IList<Contradiction> contradictions, CancellationToken cancellation)
    {
        var replaced = new Posting?[metered.Count];
        int[] again = [.. Enumerable.Range(0, metered.Count).Where(i => !counted[i])];
        for (var attempt = 1; again.Length > 0; attempt++)
        {
            // Whoever meets another at the same request looks again; as what counts only grows, that ends.
            if (attempt > MostAttempts)
                throw new IOException("what counts of a request changes whenever it is corrected; the batch comes again");
            var known = await ledger.FindAsync([.. again.Select(i => metered[i].Invocation.Id)], cancellation);
            var lost = new List<int>();
            foreach (var (i, before) in again.Zip(known))
            {
                var one = metered[i];
                if (attempt == 1 && before is not null && !one.Invocation.IsRestated && Contradiction.Of(one, before) is { } contradiction)
                    contradictions.Add(contradiction);
                if (before is null || !IsToCount(one, before))
                    continue;
                var earlier = one.At(before).Posting(calendar, now);
                if (await ledger.TryReplaceAsync(earlier, one.Posting(calendar, now), cancellation))
                    replaced[i] = earlier;
                else
                    lost.Add(i);
            }

            again = [.. lost];
        }

        return replaced;
    }

    private static bool IsToCount(PricedInvocation one, CountedRecord before) => one.Invocation.IsRestated
        ? one.Usage != before.Usage
        : Twins.Outweighs(one.Usage.Tokens, one.Invocation.Timestamp, before.Usage.Tokens, before.Timestamp);
}
