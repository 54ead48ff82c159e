using System.Globalization;

namespace KillSwitch.Engine.Drills;

/// <summary>Holds the records of one way of calling against its answers, field by field.</summary>
internal static class CountRow
{
    public static void Tell(CheckBook book, string check, IReadOnlyList<MadeCall> calls)
    {
        var pairs = calls.Select(made => (made, Record: made.Records.MaxBy(record => record.Counts.Tokens.TotalTokens))).ToList();
        if (pairs.Exists(pair => pair.Record is null))
        {
            book.NotSeen(check, "no record of it came");
            return;
        }

        if (pairs.Find(pair => pair.made.Answer.Counts is null).made is { } silent)
        {
            book.NotSeen(check, $"the answer to `{silent.Call.Model}` says nothing of what it took");
            return;
        }

        var faults = pairs.SelectMany(pair => Differences(pair.made.Answer.Counts!, pair.Record!.Counts)).Distinct().ToList();
        var written = calls.Sum(made => made.Answer.Counts!.CacheWrite ?? 0);
        var read = calls.Sum(made => made.Answer.Counts!.CacheRead ?? 0);
        if (faults.Count > 0)
            book.Refuted(check, string.Join("; ", faults));
        else if (check == DrillChecks.Cache && read == 0)
            book.NotSeen(check, $"the answers say that nothing was read from the cache, and {written:#,##0} tokens were written to it");
        else
            book.Seen(check, string.Join("; ", pairs.Select(pair => Words(pair.made.Answer.Counts!))));
    }

    // What neither says is nothing.
    private static IEnumerable<string> Differences(ReportedCounts answer, ReportedCounts record) => answer.Fields.Zip(record.Fields)
        .Where(pair => (pair.First.Count ?? 0) != (pair.Second.Count ?? 0))
        .Select(pair => $"the answer says {Count(pair.First.Count)} {pair.First.Name} tokens, and its record "
            + (pair.Second.Count is null ? "has no such field" : $"says {Count(pair.Second.Count)}"));

    private static string Words(ReportedCounts counts) =>
        string.Join(", ", counts.Fields.Where(field => field.Count > 0).Select(field => $"{Count(field.Count)} {field.Name}")) + " tokens";

    private static string Count(long? count) => (count ?? 0).ToString("#,##0", CultureInfo.InvariantCulture);
}
