namespace KillSwitch.Engine.Drills;

/// <summary>What the ledger counts, held against what the records say, and how long the meter took.</summary>
internal sealed class MeterRow(DrillContext drill, IReadOnlyList<MadeCall> made)
{
    private readonly CheckBook _book = drill.Book;

    public void Tell()
    {
        var awaited = made.Where(one => one is { IsLogged: true, IsReadable: true }).ToList();
        if (awaited.Count == 0)
        {
            _book.LeaveOut("no record came that can be read", DrillChecks.Meter);
            return;
        }

        drill.Uncounted = !awaited.Exists(one => one.CountedAt is not null) ? "the meter counted no call, and a rule counts what it does"
            : awaited.Exists(one => one.Records[0].CallerName != "role/" + drill.Plan.Innocent)
                ? "the log names the drill's roles otherwise, and no rule finds them" : null;
        var missing = awaited.Count(one => one.CountedAt is null);
        var wrong = awaited.Where(one => one.CountedAt is not null && one.Counted != one.Said).ToList();
        if (missing > 0)
        {
            _book.Refuted(DrillChecks.Meter, $"{missing} of {MadeCall.Calls(awaited.Count)} were not counted within "
                + $"{DrillTimeText.Of(drill.Patience.ForMeter)} of their records");
        }
        else if (wrong.Count > 0)
        {
            _book.Refuted(DrillChecks.Meter, string.Join("; ", wrong.Select(one => $"{one.Check}: the record says "
                + $"{one.Said.TotalTokens:#,##0} tokens, and {one.Counted.TotalTokens:#,##0} were counted")));
        }
        else
        {
            TellTime(awaited);
        }
    }

    private void TellTime(List<MadeCall> counted)
    {
        var took = counted.Select(one => (one.WasAwaited, Time: DrillTimeText.AtLeastZero(one.CountedAt!.Value - one.Ingested)))
            .OrderBy(one => one.Time).ToList();
        // Who was counted before anybody looked was so earlier than is known.
        var slowest = took.FindLast(one => one.WasAwaited) is { WasAwaited: true, Time: var seen } ? seen : took[0].Time;
        drill.Delays = drill.Delays with { Metered = slowest };
        _book.Seen(
            DrillChecks.Meter, $"{MadeCall.Calls(counted.Count)} were counted within {DrillTimeText.Of(slowest)} of their records");
    }
}
