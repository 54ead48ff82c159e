using System.Globalization;
using KillSwitch.Core.Drills;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>Calls in each way, and holds what the log and the meter say of them against the answers.</summary>
internal sealed class WaysStep(DrillContext drill)
{
    // A record bears whole seconds, and clocks differ.
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(2);

    // Where both ends of a call are further apart than this, one of them can be told.
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(3);

    private readonly CheckBook _book = drill.Book;
    private readonly List<Made> _made = [];
    private readonly List<(Made Made, TokenUsage Tokens)> _counted = [];
    private IReadOnlyList<LoggedRecord> _records = [];

    private sealed record Made(string Check, DrillCall Call, DrillAnswer.Served Answer)
    {
        public DateTimeOffset? CountedAt { get; set; }

        /// <summary>Whether its record was there when the ledger did not have it yet: then it is known when that came.</summary>
        public bool WasAwaited { get; set; }
    }

    public async ValueTask RunAsync(IDrillCaller innocent, CancellationToken cancellation)
    {
        var model = drill.Model!;
        var since = drill.Now;
        drill.Say("calling in each way");
        foreach (var (check, call) in PlannedCalls.Ways(model, drill.Plan.Drill))
        {
            // What is written to a cache is not there at once.
            if (_made.Exists(made => check == DrillChecks.Cache && made.Check == check))
                await drill.WaitAsync(drill.Patience.OfCache, cancellation);
            await MakeAsync(innocent, check, call, cancellation);
        }

        await OpenAiAsync(innocent, cancellation);
        _book.LeaveOut($"{model.Id.Id} has no such way", DrillChecks.ConverseStream, DrillChecks.InvokeStream, DrillChecks.Geography,
            DrillChecks.Global);
        _book.LeaveOut($"nothing is documented of a prompt cache of {model.Id.Id}", DrillChecks.Cache);
        drill.Say(string.Create(
            CultureInfo.InvariantCulture, $"waiting for the records of {_made.Count} calls, up to {Seconds(drill.Patience.ForRecords)}"));
        await WaitAsync(since, cancellation);
        TellRecords();
        foreach (var calls in _made.Where(made => made.Check != DrillChecks.Mantle).GroupBy(made => made.Check))
            TellCounts(calls.Key, [.. calls]);
        TellMeter();
    }

    private async ValueTask MakeAsync(IDrillCaller innocent, string check, DrillCall call, CancellationToken cancellation)
    {
        switch (await drill.CallAsync(innocent, call, cancellation))
        {
            case DrillAnswer.Served served:
                _made.Add(new Made(check, call, served));
                break;
            case { Reason: var why }:
                _book.NotSeen(check, why!);
                break;
        }
    }

    private async ValueTask OpenAiAsync(IDrillCaller innocent, CancellationToken cancellation)
    {
        foreach (var model in drill.Plan.OpenAiModels)
        {
            await MakeAsync(innocent, DrillChecks.OpenAi, PlannedCalls.OpenAi(model.Id.Id), cancellation);
            if (_made.Exists(made => made.Check == DrillChecks.OpenAi))
                break;
        }

        _book.LeaveOut("no model that speaks it is offered here with a price", DrillChecks.OpenAi);
        if (drill.Plan.NoMantle is { } why)
            _book.NotSeen(DrillChecks.Mantle, why);
        else if (drill.Plan.OpenAiModels.Count > 0)
            await MakeAsync(innocent, DrillChecks.Mantle, PlannedCalls.Mantle(drill.Plan.OpenAiModels[0].Id.Id), cancellation);
        else
            _book.NotSeen(DrillChecks.Mantle, "no model that is there, too, is offered here with a price");
    }

    private IReadOnlyList<LoggedRecord> Of(Made made) => [.. _records.Where(record => record.RequestId == made.Answer.RequestId)];

    private async ValueTask WaitAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var awaited = _made.Where(made => made.Check != DrillChecks.Mantle).ToList();
        var until = drill.Now + drill.Patience.ForRecords;
        while (awaited.Count > 0)
        {
            await LookAsync(since, cancellation);
            if (awaited.TrueForAll(made => Of(made).Count > 0) || drill.Now >= until)
                break;
            await drill.WaitAsync(drill.Patience.Between, cancellation);
        }

        drill.HasRecords = awaited.Exists(made => Of(made).Count > 0);
        var counted = awaited.Where(made => Of(made) is { Count: > 0 } records && records.All(record => record.Damage is null)).ToList();
        for (until = drill.Now + drill.Patience.ForMeter; counted.Exists(made => made.CountedAt is null) && drill.Now < until;)
        {
            await drill.WaitAsync(drill.Patience.Between, cancellation);
            await LookAsync(since, cancellation);
        }

        await drill.WaitAsync(drill.Patience.ForSecondRecord, cancellation);
        await LookAsync(since, cancellation);
    }

    private async ValueTask LookAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        _records = await drill.Ports.Records.FindAsync([.. _made.Select(made => made.Answer.RequestId)], since, cancellation);
        var open = _made.Where(made => made.CountedAt is null && Of(made).Count > 0).ToList();
        if (open.Count == 0)
            return;
        var found = await drill.Guard.Ledger.FindAsync([.. open.Select(IdOf)], cancellation);
        foreach (var (i, made) in open.Index())
        {
            if (found[i] is not { } counted)
            {
                made.WasAwaited = true;
                continue;
            }

            made.CountedAt = drill.Now;
            _counted.Add((made, counted.Usage.Tokens));
        }
    }

    private RecordId IdOf(Made made) => new(drill.Plan.Account, drill.Plan.Region, made.Answer.RequestId);

    private void TellRecords()
    {
        var awaited = _made.Where(made => made.Check != DrillChecks.Mantle).ToList();
        var found = awaited.Where(made => Of(made).Count > 0).ToList();
        if (found.Count == 0)
        {
            _book.Refuted(DrillChecks.Arrives, $"none of {Calls(awaited.Count)} has a record after {Seconds(drill.Patience.ForRecords)}");
            _book.LeaveOut("no record came", [.. awaited.Select(made => made.Check), DrillChecks.Mantle, DrillChecks.Readable,
                DrillChecks.Once, DrillChecks.Stamp, DrillChecks.Stream, DrillChecks.RolePath, DrillChecks.Meter]);
            return;
        }

        foreach (var mantle in _made.Where(made => made.Check == DrillChecks.Mantle))
        {
            if (Of(mantle).Count > 0)
                _book.Refuted(DrillChecks.Mantle, "its record is in the log group");
            else
                _book.Seen(DrillChecks.Mantle, "no record of it came while those of the other calls did");
        }

        var late = found.Select(made => Of(made).Min(record => record.Ingested) - made.Answer.Ended).Select(AtLeastZero).Order().ToList();
        if (found.Count < awaited.Count)
        {
            _book.Refuted(DrillChecks.Arrives, $"{awaited.Count - found.Count} of {Calls(awaited.Count)} have none after "
                + $"{Seconds(drill.Patience.ForRecords)}: {string.Join(", ", awaited.Except(found).Select(made => made.Check).Distinct())}");
        }
        else
        {
            _book.Seen(DrillChecks.Arrives, $"{Calls(found.Count)} had theirs {Seconds(late[0])} to {Seconds(late[^1])} after they ended");
        }

        drill.Delays = drill.Delays with { Logged = late[^1] };
        Tell(DrillChecks.Readable, found, made => Of(made).FirstOrDefault(record => record.Damage is not null)?.Damage,
            $"the records of {Calls(found.Count)} are");
        Tell(DrillChecks.Once, found, made => Of(made).Count is var records and > 1 ? $"{records} records of a call" : null,
            $"{Calls(found.Count)} have one each");
        Tell(DrillChecks.Stream, found, made => Of(made).Select(Astray).FirstOrDefault(astray => astray is not null),
            $"{Calls(found.Count)} in {drill.Plan.Region} are there");
        Tell(DrillChecks.RolePath, found, made => Of(made).FirstOrDefault(record => NameOf(record) != "role/" + drill.Plan.Innocent)
            is { } other ? $"the caller is `{other.Caller}`" : null,
            $"a role on the path {DrillNames.Path(drill.Plan.Stack)} is `{Of(found[0])[0].Caller}` there");
        TellStamp(found);
    }

    private void Tell(string check, List<Made> found, Func<Made, string?> fault, string otherwise)
    {
        var faults = found.Select(made => (made.Check, Fault: fault(made))).Where(one => one.Fault is not null).Distinct().ToList();
        if (faults.Count == 0)
            _book.Seen(check, otherwise);
        else
            _book.Refuted(check, string.Join("; ", faults.Select(one => $"{one.Check}: {one.Fault}")));
    }

    private static string NameOf(LoggedRecord record) => Caller.Parse(record.Caller ?? "").Principal.Name;

    private string? Astray(LoggedRecord record) =>
        record.Damage is not null ? null
        : record.Stream != BedrockWriter.Stream ? $"it is in the stream `{record.Stream}`"
        : (record.Account, record.Region) != (drill.Plan.Account, drill.Plan.Region)
            ? $"it says account {record.Account} and region {record.Region}"
        : null;

    private void TellStamp(List<Made> found)
    {
        var told = found.Where(made => made.Answer.Ended - made.Answer.Began >= Apart)
            .SelectMany(made => Of(made).Select(record => (made.Answer, record.Stamp))).Where(one => one.Stamp is not null)
            .Select(one => (one.Answer, Stamp: StampOf(one.Answer, one.Stamp!.Value))).ToList();
        if (told.Count == 0)
        {
            _book.NotSeen(DrillChecks.Stamp, $"no call took {Seconds(Apart)}, so that its start could be told from its end");
            return;
        }

        var took = Seconds(told[0].Answer.Ended - told[0].Answer.Began);
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

    private void TellCounts(string check, List<Made> calls)
    {
        var pairs = calls.Select(made => (made, Record: Of(made).MaxBy(record => record.Counts.Tokens.TotalTokens))).ToList();
        if (pairs.Exists(pair => pair.Record is null))
        {
            _book.NotSeen(check, "no record of it came");
            return;
        }

        if (pairs.Find(pair => pair.made.Answer.Counts is null).made is { } silent)
        {
            _book.NotSeen(check, $"the answer to `{silent.Call.Model}` says nothing of what it took");
            return;
        }

        var faults = pairs.SelectMany(pair => Differences(pair.made.Answer.Counts!, pair.Record!.Counts)).Distinct().ToList();
        var written = calls.Sum(made => made.Answer.Counts!.CacheWrite ?? 0);
        var read = calls.Sum(made => made.Answer.Counts!.CacheRead ?? 0);
        if (faults.Count > 0)
            _book.Refuted(check, string.Join("; ", faults));
        else if (check == DrillChecks.Cache && read == 0)
            _book.NotSeen(check, $"the answers say that nothing was read from the cache, and {written:#,##0} tokens were written to it");
        else
            _book.Seen(check, string.Join("; ", pairs.Select(pair => Words(pair.made.Answer.Counts!))));
    }

    // What neither says is nothing.
    private static IEnumerable<string> Differences(ReportedCounts answer, ReportedCounts record) => answer.Fields.Zip(record.Fields)
        .Where(pair => (pair.First.Count ?? 0) != (pair.Second.Count ?? 0))
        .Select(pair => $"the answer says {Count(pair.First.Count)} {pair.First.Name} tokens, and its record "
            + (pair.Second.Count is null ? "has no such field" : $"says {Count(pair.Second.Count)}"));

    private void TellMeter()
    {
        var awaited = _made.Where(made => made.Check != DrillChecks.Mantle && Of(made) is { Count: > 0 } records
            && records.All(record => record.Damage is null)).ToList();
        if (awaited.Count == 0)
        {
            _book.LeaveOut("no record came that can be read", DrillChecks.Meter);
            return;
        }

        drill.Uncounted = _counted.Count == 0 ? "the meter counted no call, and a rule counts what it does"
            : awaited.Exists(made => NameOf(Of(made)[0]) != "role/" + drill.Plan.Innocent)
                ? "the log names the drill's roles otherwise, and no rule finds them" : null;
        var missing = awaited.Where(made => made.CountedAt is null).ToList();
        var wrong = _counted.Select(one => (one.Made, one.Tokens, Said: Said(one.Made))).Where(one => one.Tokens != one.Said).ToList();
        if (missing.Count > 0)
        {
            _book.Refuted(DrillChecks.Meter, $"{missing.Count} of {Calls(awaited.Count)} were not counted within "
                + $"{Seconds(drill.Patience.ForMeter)} of their records");
        }
        else if (wrong.Count > 0)
        {
            _book.Refuted(DrillChecks.Meter, string.Join("; ", wrong.Select(one => $"{one.Made.Check}: the record says "
                + $"{one.Said.TotalTokens:#,##0} tokens, and {one.Tokens.TotalTokens:#,##0} were counted")));
        }
        else
        {
            var took = awaited.Select(made => (made.WasAwaited, Time: AtLeastZero(
                made.CountedAt!.Value - Of(made).Min(record => record.Ingested)))).OrderBy(one => one.Time).ToList();
            // Who was counted before anybody looked was so earlier than is known.
            var slowest = took.FindLast(one => one.WasAwaited) is { WasAwaited: true, Time: var seen } ? seen : took[0].Time;
            drill.Delays = drill.Delays with { Metered = slowest };
            _book.Seen(DrillChecks.Meter, $"{Calls(awaited.Count)} were counted within {Seconds(slowest)} of their records");
        }
    }

    // Of several records of a call the largest counts.
    private TokenUsage Said(Made made) => Of(made).Select(record => record.Read?.Tokens).OfType<TokenUsage>()
        .OrderByDescending(tokens => tokens.TotalTokens).FirstOrDefault();

    private static string Words(ReportedCounts counts) =>
        string.Join(", ", counts.Fields.Where(field => field.Count > 0).Select(field => $"{Count(field.Count)} {field.Name}")) + " tokens";

    private static string Count(long? count) => (count ?? 0).ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Calls(int count) => count == 1 ? "one call" : $"{count} calls";

    private static TimeSpan AtLeastZero(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static string Seconds(TimeSpan time) => DrillTimeText.Of(time);
}
