using KillSwitch.Core.Drills;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Engine.Drills;

/// <summary>What the records say of whether, when and where Bedrock writes them.</summary>
internal sealed class RecordRows(DrillContext drill, IReadOnlyList<MadeCall> made)
{
    // A record bears whole seconds, and clocks differ.
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(2);

    // Where both ends of a call are further apart than this, one of them can be told.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(3);

    private readonly CheckBook _book = drill.Book;

    public void Tell()
    {
        var awaited = made.Where(one => one.IsLogged).ToList();
        var found = awaited.Where(one => one.Records.Count > 0).ToList();
        if (found.Count == 0)
        {
            _book.Refuted(DrillChecks.Arrives, $"none of {MadeCall.Calls(awaited.Count)} has a record after "
                + DrillTimeText.Of(drill.Patience.ForRecords));
            _book.LeaveOut("no record came", [.. awaited.Select(one => one.Check), DrillChecks.Mantle, DrillChecks.Readable,
                DrillChecks.Once, DrillChecks.Stamp, DrillChecks.Stream, DrillChecks.RolePath, DrillChecks.Meter]);
            return;
        }

        foreach (var mantle in made.Where(one => !one.IsLogged))
        {
            if (mantle.Records.Count > 0)
                _book.Refuted(DrillChecks.Mantle, "its record is in the log group");
            else
                _book.Seen(DrillChecks.Mantle, "no record of it came while those of the other calls did");
        }

        var late = found.Select(one => DrillTimeText.AtLeastZero(one.Ingested - one.Answer.Ended)).Order().ToList();
        if (found.Count < awaited.Count)
        {
            var without = string.Join(", ", awaited.Except(found).Select(one => one.Check).Distinct());
            _book.Refuted(DrillChecks.Arrives, $"{awaited.Count - found.Count} of {MadeCall.Calls(awaited.Count)} have none after "
                + $"{DrillTimeText.Of(drill.Patience.ForRecords)}: {without}");
        }
        else
        {
            _book.Seen(DrillChecks.Arrives, $"{MadeCall.Calls(found.Count)} had theirs {DrillTimeText.Of(late[0])} to "
                + $"{DrillTimeText.Of(late[^1])} after they ended");
        }

        drill.Delays = drill.Delays with { Logged = late[^1] };
        Tell(DrillChecks.Readable, found, one => one.Records.FirstOrDefault(record => record.Damage is not null)?.Damage,
            $"the records of {MadeCall.Calls(found.Count)} are");
        Tell(DrillChecks.Once, found, one => one.Records.Count is var records and > 1 ? $"{records} records of a call" : null,
            $"{MadeCall.Calls(found.Count)} have one each");
        Tell(DrillChecks.Stream, found, one => one.Records.Select(Astray).FirstOrDefault(astray => astray is not null),
            $"{MadeCall.Calls(found.Count)} in {drill.Plan.Region} are there");
        Tell(DrillChecks.RolePath, found, one => one.Records.FirstOrDefault(record => record.CallerName != "role/" + drill.Plan.Innocent)
            is { } other ? $"the caller is `{other.Caller}`" : null,
            $"a role on the path {DrillNames.Path(drill.Plan.Stack)} is `{found[0].Records[0].Caller}` there");
        TellStamp(found);
    }

    private void Tell(string check, List<MadeCall> found, Func<MadeCall, string?> fault, string otherwise)
    {
        var faults = found.Select(one => (one.Check, Fault: fault(one))).Where(one => one.Fault is not null).Distinct().ToList();
        if (faults.Count == 0)
            _book.Seen(check, otherwise);
        else
            _book.Refuted(check, string.Join("; ", faults.Select(one => $"{one.Check}: {one.Fault}")));
    }

    private string? Astray(LoggedRecord record) =>
        record.Damage is not null ? null
        : record.Stream != BedrockWriter.Stream ? $"it is in the stream `{record.Stream}`"
        : (record.Account, record.Region) != (drill.Plan.Account, drill.Plan.Region)
            ? $"it says account {record.Account} and region {record.Region}"
        : null;

    private void TellStamp(List<MadeCall> found)
    {
        var told = found.Where(one => one.Answer.Ended - one.Answer.Began >= Apart)
            .SelectMany(one => one.Records.Select(record => (one.Answer, record.Stamp))).Where(one => one.Stamp is not null)
            .Select(one => (one.Answer, Stamp: StampOf(one.Answer, one.Stamp!.Value))).ToList();
        if (told.Count == 0)
        {
            _book.NotSeen(DrillChecks.Stamp, $"no call took {DrillTimeText.Of(Apart)}, so that its start could be told from its end");
            return;
        }

        var took = DrillTimeText.Of(told[0].Answer.Ended - told[0].Answer.Began);
        drill.Stamp = told.TrueForAll(one => one.Stamp == told[0].Stamp) ? told[0].Stamp : RecordStamp.Unknown;
        if (drill.Stamp == RecordStamp.Start)
            _book.Seen(DrillChecks.Stamp, $"so of a call which took {took}");
        else if (drill.Stamp == RecordStamp.End)
            _book.Refuted(DrillChecks.Stamp, $"it is the end of a call which took {took}; the brake holds its aims either way");
        else
            _book.Refuted(DrillChecks.Stamp, $"it is neither end of a call which took {took}, or now the one and now the other");
    }

    private static RecordStamp StampOf(DrillAnswer answer, DateTimeOffset stamp) =>
        stamp < answer.Began - Around || stamp > answer.Ended + Around ? RecordStamp.Unknown
        : stamp - answer.Began < answer.Ended - stamp ? RecordStamp.Start
        : RecordStamp.End;
}
