using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Evaluation;

/// <summary>
/// A policy made ready: says which rules count a record. The answer is kept per caller, model, account, region and the tags that
/// the policy looks at, so that a record costs one look-up, and finding it anew does not try the rules that cannot match.
/// Not for several threads at once.
/// </summary>
public sealed class RuleBook
{
    private const int MaxKept = 100_000;

    private readonly List<CompiledRule> _rules;
    private readonly RuleIndex _index;
    private readonly string[] _tagKeys;
    private readonly IReadOnlyList<IReadOnlyList<Dimension>> _views;
    private readonly Dictionary<Subject, Answer> _kept = [];

    public RuleBook(Policy policy)
    {
        Policy = policy;
        Calendar = WindowCalendar.Of(policy.TimeZone);
        // A budget is heard of, not counted.
        _rules = [.. policy.Rules.Where(rule => rule.Limit is not Limit.Budget).Select(rule => new CompiledRule(rule))];
        _index = new RuleIndex([.. _rules.Select(compiled => compiled.Rule)]);
        _views = UsageView.Of(policy);
        _tagKeys = [.. _rules.SelectMany(compiled => compiled.Rule.Match.Select(match => match.Field).Concat(compiled.Dimensions))
            .Where(dimension => dimension.Kind == DimensionKind.Tag).Select(dimension => dimension.TagKey!)
            .Distinct().Order(StringComparer.Ordinal)];
    }

    public Policy Policy { get; }

    public WindowCalendar Calendar { get; }

    /// <summary>Every rule that counts the record, in the policy's order.</summary>
    public IReadOnlyList<RuleHit> Hits(Invocation invocation) => Of(invocation).Hits;

    /// <summary>Every rule that counts a call of which only account, region and model are known, and that neither cuts nor tells apart who made it.</summary>
    public IReadOnlyList<RuleHit> HitsWithoutCaller(Invocation invocation) =>
        [.. Hits(invocation).Where(hit => NeedsNoCaller(hit.Rule))];

    /// <summary>The rules that count calls whose caller is not known.</summary>
    public IEnumerable<Rule> RulesWithoutCaller => _rules.Select(compiled => compiled.Rule).Where(NeedsNoCaller);

    /// <summary>The scopes of <see cref="UsageView"/> that count the record, whatever the rules.</summary>
    public IReadOnlyList<string> UsageScopes(Invocation invocation) =>
        Of(invocation).UsageScopes ??= [.. _views.Select(view => ScopeText.Of(invocation, view, patterns: ""))];

    /// <summary>True for a principal that is never stopped.</summary>
    public bool IsExempt(Principal principal) =>
        Policy.Exempt.Any(glob => glob.Matches(principal.Name) || glob.Matches(principal.Arn));

    /// <summary>Drops the answers that were kept; they are found anew.</summary>
    public void Forget() => _kept.Clear();

    private Answer Of(Invocation invocation)
    {
        var subject = new Subject(invocation.Caller, invocation.Model, invocation.Account, invocation.Region, TagsOf(invocation));
        if (_kept.TryGetValue(subject, out var answer))
            return answer;
        answer = new Answer(Find(invocation));
        // Callers choose session names and tags: what is kept must not grow with their fancy.
        if (_kept.Count >= MaxKept)
            Forget();
        _kept.Add(subject, answer);
        return answer;
    }

    private RuleHit[] Find(Invocation invocation)
    {
        var exempt = IsExempt(invocation.Caller.Principal);
        return [.. _index.Candidates(field => Spellings(invocation, field))
            .Select(position => _rules[position])
            .Where(compiled => compiled.Rule.Match.All(match => Matches(invocation, match)))
            .Select(compiled => compiled.Hit(invocation, exempt))];
    }

    private static bool NeedsNoCaller(Rule rule) =>
        rule.Limit is not Limit.CacheHitRatio
        && rule.Stop is not (StopScope.Principal or StopScope.Session)
        && rule.Match.Select(match => match.Field).Concat(ScopeText.Dimensions(rule))
            .All(dimension => dimension.Kind is DimensionKind.Account or DimensionKind.Region or DimensionKind.Model);

    private static bool Matches(Invocation invocation, FieldMatch match) =>
        Spellings(invocation, match.Field).Any(value => match.AnyOf.Any(glob => glob.Matches(value)));

    private static IEnumerable<string> Spellings(Invocation invocation, Dimension field)
    {
        yield return DimensionValue.Of(invocation, field);
        if (DimensionValue.Alternative(invocation, field) is { } other)
            yield return other;
    }

    private string TagsOf(Invocation invocation) => _tagKeys.Length == 0
        ? ""
        : string.Join('\n', _tagKeys.Select(key => DimensionValue.Of(invocation, Dimension.Tag(key)).Replace("\n", "\\n", StringComparison.Ordinal)));

    private readonly record struct Subject(Caller Caller, ModelId Model, string Account, string Region, string Tags);

    private sealed class Answer(RuleHit[] hits)
    {
        public RuleHit[] Hits { get; } = hits;

        public string[]? UsageScopes { get; set; }
    }

    private sealed class CompiledRule
    {
        private readonly string _patterns;
        private readonly RollingWindow? _rolling;

        public CompiledRule(Rule rule)
        {
            Rule = rule;
            Dimensions = ScopeText.Dimensions(rule);
            _patterns = ScopeText.Patterns(rule, Dimensions);
            _rolling = rule.Every is Every.Rolling rolling ? new RollingWindow(rolling.Duration) : null;
        }

        public Rule Rule { get; }

        public IReadOnlyList<Dimension> Dimensions { get; }

        public RuleHit Hit(Invocation invocation, bool exempt)
        {
            // A model or an account is stopped for everyone but the exempt; a principal or a session only if it is not.
            var spared = exempt && Rule.Stop is StopScope.Principal or StopScope.Session;
            return new RuleHit(Rule, ScopeText.Of(invocation, Dimensions, _patterns), SubjectOf(invocation), spared ? null : TargetOf(invocation), exempt, _rolling);
        }

        private string SubjectOf(Invocation invocation)
        {
            var told = Dimensions.Where(dimension => dimension.Kind != DimensionKind.Account).ToList();
            return told.Count == 0
                ? "account " + invocation.Account
                : string.Join('/', told.Select(dimension => DimensionValue.Of(invocation, dimension)));
        }

        private StopTarget? TargetOf(Invocation invocation)
        {
            var account = invocation.Account;
            var principal = invocation.Caller.Principal;
            return Rule.Stop switch
            {
                StopScope.None => null,
                StopScope.Principal => PrincipalTarget(),
                // A user has no session to cut: it is cut itself.
                StopScope.Session => invocation.Caller.Session is { } session
                    ? new StopTarget.Session(account, DimensionValue.Of(invocation, Dimension.Principal), principal.Arn, session)
                    : PrincipalTarget(),
                StopScope.Model => new StopTarget.Model(account, invocation.Model.Id),
                StopScope.Account => new StopTarget.WholeAccount(account),
                _ => throw new InvalidOperationException($"`{Rule.Stop}` stops nothing known"),
            };

            StopTarget.Principal PrincipalTarget() => new(account, DimensionValue.Of(invocation, Dimension.Principal), principal.Arn);
        }
    }
}
