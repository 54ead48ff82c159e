using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>A person let a counter go on, with so much more.</summary>
internal sealed record Grant(string Rule, string Scope, Span Window, long At, decimal Amount, Unit Unit);

/// <summary>Under that limit the counter does not trip again within the window: a person said so, or its stop had its time.</summary>
/// <param name="IsSure">Not where the policy may have ended the stop in the same minute.</param>
internal sealed record Spared(string Rule, string Scope, Span Window, long At, RuleSpec Under, bool IsSure);

/// <summary>What people decided, read off the stops that they pointed at.</summary>
internal sealed class Decisions
{
    private readonly List<Grant> _grants = [];
    private readonly List<Spared> _spared = [];

    /// <summary>Whom a person stopped by hand, and has not restored.</summary>
    public HashSet<string> ByHand { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Grant> Grants => _grants;

    public void Granted(Stop stop, long at, decimal amount, Unit unit) =>
        _grants.Add(new Grant(stop.Trip!.Rule, stop.Trip.Scope, WindowOf(stop), at, amount, unit));

    public void Spare(Stop stop, long at, RuleSpec under, bool isSure) =>
        _spared.Add(new Spared(stop.Trip!.Rule, stop.Trip.Scope, WindowOf(stop), at, under, isSure));

    /// <summary>
    /// So much that a counter cannot be held to less: of trailing windows a grant may count for twice as long as they last.
    /// </summary>
    public decimal AtMost(RuleSpec rule, string scope, Span window, long newest) =>
        Sum(rule, scope, grant => grant.Unit == rule.Unit && (rule.RollingMinutes > 0
        ? grant.At >= newest - (2 * (window.Until - window.From))
        : grant.Window.Meets(window)));

    /// <summary>So much that a counter is granted by any reading.</summary>
    public decimal AtLeast(RuleSpec rule, string scope, Span window, long since) =>
        Sum(rule, scope, grant => grant.At >= since && grant.Unit == rule.Unit && (rule.RollingMinutes > 0
        ? grant.At > window.Until - (rule.RollingMinutes * Span.Minute) && grant.At < window.Until
        : grant.Window == window));

    /// <summary>The last grant of a counter, in one window alone or in any.</summary>
    public long? LastGrant(RuleSpec rule, string scope, Span? window = null) => _grants
        .Where(grant => grant.Rule == rule.Id && grant.Scope == scope && grant.Unit == rule.Unit
            && (window is null || IsOne(rule, grant.Window, window.Value)))
        .Select(grant => (long?)grant.At).Max();

    public bool IsSpared(RuleSpec rule, string scope, Span window, bool surely = false) => _spared.Exists(spared =>
        (spared.IsSure || !surely) && spared.Rule == rule.Id && spared.Scope == scope && IsOne(rule, spared.Window, window)
        && (spared.Under.Unit, spared.Under.Limit) == (rule.Unit, rule.Limit)
        && !_grants.Exists(grant => grant.Rule == rule.Id && grant.Scope == scope && grant.At > spared.At
            && (rule.RollingMinutes > 0 || grant.Window == spared.Window)));

    // Windows of another length, or of another zone, are windows of another rule.
    private static bool IsOne(RuleSpec rule, Span one, Span other) =>
        rule.RollingMinutes > 0 ? one.Until - one.From == other.Until - other.From && one.Meets(other) : one == other;

    public static Span WindowOf(Stop stop) =>
        new((stop.Trip?.Window ?? stop.Second).Start, (stop.Trip?.Window ?? stop.Second).End);

    private decimal Sum(RuleSpec rule, string scope, Func<Grant, bool> counts) =>
        _grants.Where(grant => grant.Rule == rule.Id && grant.Scope == scope && counts(grant)).Sum(grant => grant.Amount);
}
