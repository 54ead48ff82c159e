using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>What is the same of all calls of one caller to one model.</summary>
internal sealed class ReplaySubject(Invocation first, RuleBook rules, SpendByName principals, SpendByName models)
{
    private ReplayPlan? _plan;
    private int _version;

    public SpendByName.Row Principal { get; } = principals.RowOf(DimensionValue.Of(first, Dimension.Principal));

    public SpendByName.Row Model { get; } = models.RowOf(DimensionValue.Of(first, Dimension.Model));

    public ReplayPlan PlanOf(Invocation record, ReplayCounts counts)
    {
        if (rules.LooksAtTags)
            return counts.PlanOf(rules.Hits(record));
        if (_plan is null || _version != counts.Version)
            (_plan, _version) = (counts.PlanOf(rules.Hits(record)), counts.Version);
        return _plan;
    }
}
