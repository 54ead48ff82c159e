using KillSwitch.Core.Drills;
using KillSwitch.Core.Money;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Drills;

/// <summary>What the steps of a drill share: ports, the plan, what was spent and what was seen.</summary>
public sealed class DrillContext(DrillPlan plan, DrillPorts ports, Enforcement enforcement)
{
    // More than the price of a call, so that the first may be served, and less than two.
    private const decimal LimitInCalls = 1.5m;

    public DrillPlan Plan => plan;

    public DrillPorts Ports => ports;

    public GuardPorts Guard => enforcement.Ports;

    public Enforcement Enforcement => enforcement;

    /// <summary>AWS's time, as records, the meter and IAM have theirs: a machine's own may be another.</summary>
    public TimeProvider Clock { get; init; } = enforcement.Ports.Clock;

    public DrillPatience Patience { get; init; } = new();

    /// <summary>Told when nothing is left of what was made.</summary>
    public Action Cleaned { get; init; } = () => { };

    /// <summary>Told of each step, for a person who waits.</summary>
    public Action<string> Say { get; init; } = _ => { };

    public CheckBook Book { get; } = new();

    public DrillBudget Budget { get; } = new(plan.Budget);

    public DrillDelays Delays { get; set; } = new();

    public RecordStamp Stamp { get; set; }

    /// <summary>The one that is called; null until one was found that is served.</summary>
    public DrillModel? Model { get; set; }

    /// <summary>Another one that is served; null where there is none.</summary>
    public DrillModel? OtherModel { get; set; }

    /// <summary>What a short call cost.</summary>
    public Usd ShortCost { get; set; }

    /// <summary>Whether anything of the log has come.</summary>
    public bool HasRecords { get; set; }

    /// <summary>Why no rule can see what the drill's roles call; null where one can.</summary>
    public string? Uncounted { get; set; } = "no record came that a rule could count";

    /// <summary>The request ids of calls that IAM refused.</summary>
    public ISet<string> RefusedIds { get; } = new HashSet<string>(StringComparer.Ordinal);

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Usd RuleLimit => new(ShortCost.Amount * LimitInCalls);

    public StopTarget.Principal Runaway => new(
        plan.Account, "role/" + plan.Runaway, $"{plan.By[..plan.By.IndexOf(':', 4)]}:iam::{plan.Account}:role/{plan.Runaway}");

    public Task WaitAsync(TimeSpan time, CancellationToken cancellation) => Task.Delay(time, Clock, cancellation);

    /// <summary>A stop that is no drill's and that keeps a role from the model; null for none.</summary>
    public async ValueTask<Stop?> StoppedOtherwiseAsync(string role, CancellationToken cancellation) =>
        (await Guard.Stops.OpenAsync(cancellation)).FirstOrDefault(stop => stop.State == StopState.Enforced && !DrillNames.IsStop(stop)
            && (DrillCleanup.IsOf(stop, role)
                || (stop.Denied.IsForMany && !(stop.Denied is StopTarget.Model { ModelId: var id } && id != Model?.Id.Id))));

    /// <summary>Makes a call if the budget has room for the most that it can cost.</summary>
    public async ValueTask<DrillAnswer> CallAsync(IDrillCaller caller, DrillCall call, CancellationToken cancellation)
    {
        var most = plan.AtMost(call, Now);
        if (!Budget.TryReserve(most))
        {
            return new DrillAnswer.Unaffordable(
                $"it may cost {most}, and {Budget.Spent} of the budget of {Budget.Most} is spent: `--budget` gives it more", Now);
        }

        var answer = await caller.CallAsync(call, cancellation);
        Budget.Settle(most, answer switch
        {
            DrillAnswer.Served { Counts: { } counts } => plan.CostOf(call.PricedAs, counts.Tokens, answer.Ended),
            DrillAnswer.Denied or DrillAnswer.Unable => Usd.Zero,
            _ => most,
        });
        if (answer is DrillAnswer.Denied { RequestId: { } id })
            RefusedIds.Add(id);
        return answer;
    }

    /// <summary>Calls until an answer is what is waited for, ever more slowly.</summary>
    public async ValueTask<CallsUntil> UntilAsync(
        IDrillCaller caller, DrillCall call, Func<DrillAnswer, bool> isIt, TimeSpan patience, CancellationToken cancellation)
    {
        var (until, wait) = (Now + patience, Patience.Between);
        for (var calls = 1; ; calls++)
        {
            var answer = await CallAsync(caller, call, cancellation);
            if (isIt(answer) || answer is DrillAnswer.Unaffordable || Now + wait > until)
                return new CallsUntil(answer, calls, isIt(answer));
            await WaitAsync(wait, cancellation);
            wait = wait * 1.5 < Patience.Slowest ? wait * 1.5 : Patience.Slowest;
        }
    }

    /// <summary>A session, once IAM lets it be assumed.</summary>
    public async ValueTask<IDrillCaller> AssumeAsync(string role, string session, CancellationToken cancellation)
    {
        for (var until = Now + Patience.ForRole; ;)
        {
            if (await ports.Calls.AssumeAsync(role, session, cancellation) is { } caller)
                return caller;
            if (Now >= until)
                throw new DrillException($"IAM did not let the role `{role}` be assumed within {Patience.ForRole.TotalSeconds:0} s");
            await WaitAsync(Patience.Between, cancellation);
        }
    }
}
