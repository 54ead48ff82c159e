using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What an invariant looks at: the guard as it is, the model of what must be, and what the last step was and changed.</summary>
internal sealed class Scene(DrivenAccount guard, Model model)
{
    private readonly Dictionary<string, (RuleSpec Rule, string Zone)> _openedUnder = new(StringComparer.Ordinal);

    public DrivenAccount Guard { get; } = guard;

    public Model Model { get; } = model;

    public Happening Happening { get; set; } = new Happening.Nothing();

    public IReadOnlyList<(Stop? Before, Stop After)> Changes { get; set; } = [];

    public long Now => Guard.Second;

    public IEnumerable<Stop> Open => Guard.AllStops.Values.Where(stop => !IsOver(stop));

    /// <summary>Policies that whoever did the last step may have gone by.</summary>
    public IEnumerable<PolicySpec> GoneBy =>
        Happening is Happening.Metered or Happening.Watched { Before.Batches.Count: > 0 } ? Model.Candidates(Now) : [Model.Policy];

    /// <summary>The rule as it was when the stop was first seen.</summary>
    public RuleSpec? OpenedUnder(Stop stop) => _openedUnder.GetValueOrDefault(stop.Id).Rule;

    /// <summary>Whether the rule, and the zone that its windows are cut by, are as they were then.</summary>
    public bool IsAsOpened(Stop stop) =>
        _openedUnder.GetValueOrDefault(stop.Id) == (Model.Policy.Rule(stop.Cause.RuleText), Model.Policy.Zone);

    /// <param name="stop">A new one.</param>
    /// <param name="under">The policies that it fits, the likeliest first: where their rules differ, nobody knows which it was.</param>
    public void Opens(Stop stop, IReadOnlyList<PolicySpec> under)
    {
        var rules = under.Select(policy => (Rule: policy.Rule(stop.Cause.RuleText)!, policy.Zone)).Distinct().ToList();
        _openedUnder[stop.Id] = rules.Count == 1 ? rules[0] : (rules[0].Rule, "");
    }

    public static bool IsOver(Stop stop) => stop.State is StopState.Released or StopState.Rejected;

    public static bool IsEscalated(Stop stop) => stop.Trip?.Scope.Contains("|escalated=", StringComparison.Ordinal) == true;

    public static string Said(Stop stop) =>
        $"{stop.State} stop of {Names.Of(stop.Target)} by {stop.Cause.RuleText} ({stop.Id}, {stop.Trip?.Window ?? stop.Second}, round {stop.Trip?.Round})";
}
