using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>Says of one rule on one counter whether it could find anything: else nothing more is asked of it.</summary>
internal sealed class ReplayWatch(RuleHit hit, ReplayCounter counter, InMemoryLedger ledger, GuardTiming timing)
{
    private readonly decimal _nearFrom = Evaluator.NearFrom(hit.Rule, timing);
    private readonly decimal _bound = hit.Rule.Limit.With(allowance: 0);
    private (int Marks, Window Window, bool IsGranted) _allowance;

    public bool IsNear()
    {
        if (IsGranted())
            return true;
        if (hit.Rule.Limit.IsSum)
            return hit.Rule.Limit.Of(counter.Total) >= _nearFrom;
        var total = hit.Rule.TellsCallersApart ? counter.Total : counter.Total.Together();
        return hit.Rule.NotifyPercents.Count > 0 || hit.Rule.Limit.IsReached(total, _bound);
    }

    // What was granted beyond the limit is for the meter to weigh. Grants are few, and are all that the ledger keeps marks of.
    private bool IsGranted()
    {
        if (ledger.Marks is var marks && marks == 0)
            return false;
        if (_allowance.Marks != marks || _allowance.Window != counter.Window)
        {
            var allowance = hit.Allowances.Read(counter.Window, ledger.TotalOf);
            _allowance = (marks, counter.Window, allowance.Amount != 0 || allowance.Spared != default(Usage));
        }

        return _allowance.IsGranted;
    }
}
