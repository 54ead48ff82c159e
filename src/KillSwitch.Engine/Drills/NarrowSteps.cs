using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Drills;

/// <summary>
/// A session, a model and models that are taken away: each is denied to the drill's role alone, tried, and allowed again.
/// </summary>
internal sealed class NarrowSteps(DrillContext drill)
{
    private readonly CheckBook _book = drill.Book;
    private readonly DrillModel _model = drill.Model!;
    private readonly DrillCall _call = PlannedCalls.Short(drill.Model!.Called!);

    public async ValueTask RunAsync(string session, IDrillCaller first, IDrillCaller second, CancellationToken cancellation)
    {
        _ = await IsServedAsync(first, cancellation) && await SessionAsync(session, first, second, cancellation)
            && await ModelAsync(first, cancellation) && await TakenAsync(first, cancellation);
        _book.LeaveOut("no other model is served", DrillChecks.OtherModel, DrillChecks.NotTaken);
        _book.LeaveOut($"{_model.Id.Id} was called through no profile", DrillChecks.ModelProfile);
    }

    private ValueTask<bool> SessionAsync(string session, IDrillCaller first, IDrillCaller second, CancellationToken cancellation)
    {
        drill.Say("denying one session");
        var target = new StopTarget.Session(drill.Plan.Account, drill.Runaway.PrincipalName, drill.Runaway.Arn, session);
        return MeanwhileAsync(
            () => DenyAsync(target, cancellation), () => AllowAsync(target), first,
            notDenied => TryAsync(
                DrillChecks.Session, notDenied, first, _call, [(DrillChecks.Sibling, second, _call, IsToBeServed: true)],
                "the session that was there before the tag was refused", cancellation),
            cancellation);
    }

    private ValueTask<bool> ModelAsync(IDrillCaller caller, CancellationToken cancellation)
    {
        drill.Say("denying one model");
        return MeanwhileAsync(
            () => drill.Ports.ModelDeny.DenyAsync(drill.Plan.Runaway, _model.Id.Id, cancellation),
            () => drill.Ports.ModelDeny.AllowAsync(drill.Plan.Runaway, _model.Id.Id, CancellationToken.None), caller,
            notDenied => TryAsync(
                DrillChecks.Model, notDenied, caller, _call, [.. Others(DrillChecks.OtherModel, caller), .. Profiles(caller)],
                $"{_model.Id.Id} was refused by the tag that names it", cancellation),
            cancellation);
    }

    private ValueTask<bool> TakenAsync(IDrillCaller caller, CancellationToken cancellation)
    {
        drill.Say("taking models away");
        var taken = new StopTarget.Models(drill.Runaway, ModelSet.Of([new Glob(Beginning + "*")]));
        return MeanwhileAsync(
            () => DenyAsync(taken, cancellation), () => AllowAsync(taken), caller,
            notDenied => TryAsync(
                DrillChecks.Taken, notDenied, caller, _call, [.. Others(DrillChecks.NotTaken, caller)],
                $"{_model.Id.Id} was refused by `{Beginning}*`", cancellation),
            cancellation);
    }

    // With which its own id begins, and the other model's does not.
    private string Beginning
    {
        get
        {
            var id = _model.Id.Id;
            var version = id.LastIndexOf("-v", StringComparison.Ordinal);
            var beginning = version > 0 ? id[..(version + 1)] : id[..^1];
            return drill.OtherModel?.Id.Id.StartsWith(beginning, StringComparison.Ordinal) == true ? id[..^1] : beginning;
        }
    }

    private IEnumerable<(string, IDrillCaller, DrillCall, bool)> Others(string check, IDrillCaller caller)
    {
        if (drill.OtherModel?.Called is { } other)
            yield return (check, caller, PlannedCalls.Short(other), true);
    }

    private IEnumerable<(string, IDrillCaller, DrillCall, bool)> Profiles(IDrillCaller caller) => _model.Profiles
        .Where(profile => profile != _model.Called)
        .Select(profile => (DrillChecks.ModelProfile, caller, PlannedCalls.Short(profile), false));

    private async ValueTask<string?> DenyAsync(StopTarget target, CancellationToken cancellation) =>
        await drill.Guard.Enforcer.DenyAsync(target, drill.Now, cancellation) switch
        {
            EnforcementResult.Done => null,
            EnforcementResult.Wider { Widening.Reason: var why } => why,
            EnforcementResult.Failed { Reason: var reason } => reason,
            var other => throw new InvalidOperationException($"`{other}` is no result"),
        };

    private async ValueTask TryAsync(
        string check, string? notDenied, IDrillCaller caller, DrillCall call,
        IReadOnlyList<(string Check, IDrillCaller Caller, DrillCall Call, bool IsToBeServed)> others, string saw,
        CancellationToken cancellation)
    {
        if (notDenied is not null)
        {
            _book.LeaveOut($"the deny is not on the role: {notDenied}", [check, .. others.Select(other => other.Check)]);
            return;
        }

        var denied = drill.Now;
        var until = await drill.UntilAsync(caller, call, answer => answer is DrillAnswer.Denied, drill.Patience.ForEffect, cancellation);
        if (until.Last is not DrillAnswer.Denied refused)
        {
            if (until.Last is DrillAnswer.Served)
            {
                _book.Refuted(
                    check, $"{until.Calls} calls were served in {DrillTimeText.Of(drill.Patience.ForEffect)} after the deny was on");
            }
            else
            {
                _book.NotSeen(check, until.Last.Reason!);
            }

            _book.LeaveOut("the deny does not hold", [.. others.Select(other => other.Check)]);
            return;
        }

        _book.Seen(check, $"{saw} {DrillTimeText.Of(refused.Ended - denied)} after it was on");
        foreach (var other in others)
        {
            var answer = await drill.CallAsync(other.Caller, other.Call, cancellation);
            switch (answer)
            {
                case DrillAnswer.Served when other.IsToBeServed:
                    _book.Seen(other.Check, $"`{other.Call.Model}` was served meanwhile");
                    break;
                case DrillAnswer.Denied when !other.IsToBeServed:
                    _book.Seen(other.Check, $"`{other.Call.Model}` was refused");
                    break;
                case DrillAnswer.Served:
                    _book.Refuted(other.Check, $"`{other.Call.Model}` was served");
                    break;
                case DrillAnswer.Denied { Why: var why }:
                    _book.Refuted(other.Check, $"`{other.Call.Model}` was refused, too: {why}");
                    break;
                default:
                    _book.NotSeen(other.Check, answer.Reason!);
                    break;
            }
        }
    }

    private async ValueTask AllowAsync(StopTarget target) =>
        await drill.Guard.Enforcer.AllowAsync(target, drill.Now, CancellationToken.None);

    // Whatever comes of it, it is allowed again; and what is tried next must not rest on what was tried before.
    private async ValueTask<bool> MeanwhileAsync(
        Func<ValueTask<string?>> deny, Func<ValueTask> allow, IDrillCaller caller, Func<string?, ValueTask> look,
        CancellationToken cancellation)
    {
        try
        {
            await look(await deny());
        }
        finally
        {
            await allow();
        }

        return await IsServedAsync(caller, cancellation);
    }

    private async ValueTask<bool> IsServedAsync(IDrillCaller caller, CancellationToken cancellation)
    {
        var until = await drill.UntilAsync(
            caller, _call, answer => answer is DrillAnswer.Served, drill.Patience.ForEffect, cancellation);
        if (!until.IsAsWanted)
        {
            _book.LeaveOut($"before it a call that nothing should refuse was not served: {until.Last.Reason}", DrillChecks.Session,
                DrillChecks.Sibling, DrillChecks.Model, DrillChecks.ModelProfile, DrillChecks.OtherModel, DrillChecks.Taken,
                DrillChecks.NotTaken);
        }

        return until.IsAsWanted;
    }
}
