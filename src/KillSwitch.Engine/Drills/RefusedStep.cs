namespace KillSwitch.Engine.Drills;

/// <summary>Looks for the records of the calls that were refused.</summary>
internal static class RefusedStep
{
    public static async ValueTask RunAsync(DrillContext drill, DateTimeOffset since, CancellationToken cancellation)
    {
        if (drill.RefusedIds.Count == 0 || !drill.HasRecords)
        {
            drill.Book.NotSeen(
                DrillChecks.RefusedRecord, drill.HasRecords ? "no refused call said its request id" : "no record came");
            return;
        }

        drill.Say("waiting for the records of refused calls");
        for (var until = drill.Now + drill.Patience.ForRecords; ;)
        {
            var records = await drill.Ports.Records.FindAsync([.. drill.RefusedIds], since, cancellation);
            if (records.Count > 0)
            {
                Tell(drill.Book, records);
                return;
            }

            if (drill.Now >= until)
                break;
            await drill.WaitAsync(drill.Patience.Slowest, cancellation);
        }

        drill.Book.NotSeen(
            DrillChecks.RefusedRecord,
            $"none of {drill.RefusedIds.Count} refused calls has a record after {DrillTimeText.Of(drill.Patience.ForRecords)}");
    }

    private static void Tell(CheckBook book, IReadOnlyList<LoggedRecord> records)
    {
        if (records.FirstOrDefault(record => record.ErrorCode is null) is { } silent)
            book.Refuted(DrillChecks.RefusedRecord, $"the record of {silent.RequestId} has no `errorCode`");
        else if (records.FirstOrDefault(record => record.Counts.Tokens.TotalTokens > 0) is { } counted)
            book.Refuted(DrillChecks.RefusedRecord, $"the record of {counted.RequestId} says {counted.Counts.Tokens.TotalTokens} tokens");
        else
            book.Seen(DrillChecks.RefusedRecord, $"`{records[0].ErrorCode}`, in {records.Count} records");
    }
}
