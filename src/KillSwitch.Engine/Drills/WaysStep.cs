using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Drills;

/// <summary>Calls in each way, and waits for what the log and the meter say of each call.</summary>
internal sealed class WaysStep(DrillContext drill)
{
    private readonly CheckBook _book = drill.Book;
    private readonly List<MadeCall> _made = [];

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
        drill.Say($"waiting for the records of {MadeCall.Calls(_made.Count)}, up to {DrillTimeText.Of(drill.Patience.ForRecords)}");
        await WaitAsync(since, cancellation);
        new RecordRows(drill, _made).Tell();
        foreach (var calls in _made.Where(made => made.IsLogged).GroupBy(made => made.Check))
            CountRow.Tell(_book, calls.Key, [.. calls]);
        new MeterRow(drill, _made).Tell();
    }

    private async ValueTask MakeAsync(IDrillCaller innocent, string check, DrillCall call, CancellationToken cancellation)
    {
        switch (await drill.CallAsync(innocent, call, cancellation))
        {
            case DrillAnswer.Served served:
                _made.Add(new MadeCall(check, call, served));
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

    private async ValueTask WaitAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var awaited = _made.Where(made => made.IsLogged).ToList();
        var until = drill.Now + drill.Patience.ForRecords;
        while (awaited.Count > 0)
        {
            await LookAsync(since, cancellation);
            if (awaited.TrueForAll(made => made.Records.Count > 0) || drill.Now >= until)
                break;
            await drill.WaitAsync(drill.Patience.Between, cancellation);
        }

        drill.HasRecords = awaited.Exists(made => made.Records.Count > 0);
        var counted = awaited.Where(made => made.IsReadable).ToList();
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
        var records = await drill.Ports.Records.FindAsync([.. _made.Select(made => made.Answer.RequestId)], since, cancellation);
        foreach (var made in _made)
            made.Records = [.. records.Where(record => record.RequestId == made.Answer.RequestId)];
        var open = _made.Where(made => made.CountedAt is null && made.Records.Count > 0).ToList();
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

            (made.CountedAt, made.Counted) = (drill.Now, counted.Usage.Tokens);
        }
    }

    private RecordId IdOf(MadeCall made) => new(drill.Plan.Account, drill.Plan.Region, made.Answer.RequestId);
}
