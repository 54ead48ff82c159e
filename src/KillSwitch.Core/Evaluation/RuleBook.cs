using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
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
    private readonly PrincipalPattern[] _exempt;
    private readonly string[] _tagKeys;
    private readonly IReadOnlyList<IReadOnlyList<Dimension>> _views;
    private readonly Dictionary<Subject, Answer> _kept = [];

    public RuleBook(Policy policy)
    {
        Policy = policy;
        Calendar = WindowCalendar.Of(policy.TimeZone);
        // A budget is heard of, not counted.
        _rules = [.. policy.Rules.OfType<CountedRule>().Select(rule => new CompiledRule(rule, Calendar))];
        _index = new RuleIndex([.. _rules.Select(compiled => compiled.Match)]);
        _exempt = [.. policy.Exempt.Select(PrincipalPattern.Of)];
        Discounts = policy.Discounts.Count == 0 ? null : new PolicyDiscounts(policy.Discounts, () => Paths);
        Owners = policy.Owners.Count == 0 ? PolicyOwners.None : new PolicyOwners(policy.Owners, () => Paths);
        PathPatterns = [.. _exempt.Concat(_rules.SelectMany(compiled => compiled.AllPatterns).SelectMany(match => match.Principals))
            .Concat(Discounts?.Principals ?? []).Concat(Owners.Principals).Where(pattern => pattern.HasPath)];
        _views = UsageView.Of(policy);
        Asked = _rules.SelectMany(compiled => compiled.AllPatterns.Select(match => match.Field).Concat(compiled.Dimensions))
            .Concat(policy.Discounts.SelectMany(discount => discount.Match).Select(match => match.Field)).ToHashSet();
        _tagKeys = [.. _rules.SelectMany(compiled => compiled.Rule.Match.Select(match => match.Field).Concat(compiled.Dimensions))
            .Where(dimension => dimension.Kind == DimensionKind.Tag).Select(dimension => dimension.TagKey!)
            .Distinct().Order(StringComparer.Ordinal)];
    }

    public Policy Policy { get; }

    public WindowCalendar Calendar { get; }

    /// <summary>The paths of the account's principals; what is not known of them counts as fulfilled.</summary>
    public PrincipalPaths Paths { get; private set; } = PrincipalPaths.Unknown;

    /// <summary>Off list prices; null where the policy has none.</summary>
    public PolicyDiscounts? Discounts { get; }

    /// <summary>Who hears of whose stops.</summary>
    public PolicyOwners Owners { get; }

    /// <summary>The patterns that ask for a principal's path, of <c>exempt</c>, the discounts, the owners and the rules.</summary>
    public IReadOnlyList<PrincipalPattern> PathPatterns { get; }

    /// <summary>Every dimension that a rule or a discount of the policy looks at.</summary>
    public IReadOnlySet<Dimension> Asked { get; }

    /// <summary>Whether what is counted of a record depends on its request's tags.</summary>
    public bool LooksAtTags => _tagKeys.Length > 0;

    /// <summary>Goes by these paths from now on.</summary>
    public void Know(PrincipalPaths paths)
    {
        Paths = paths;
        Forget();
    }

    /// <summary>Every rule that counts the record, in the policy's order.</summary>
    public IReadOnlyList<RuleHit> Hits(Invocation invocation) => Of(invocation).Hits;

    /// <summary>
    /// Every rule that counts a call of which only account, region and model are known, and that neither cuts nor tells apart who made it.
    /// </summary>
    public IReadOnlyList<RuleHit> HitsWithoutCaller(Invocation invocation) =>
        [.. Hits(invocation).Where(hit => NeedsNoCaller(hit.Rule))];

    /// <summary>The rules that count calls whose caller is not known.</summary>
    public IEnumerable<CountedRule> RulesWithoutCaller => _rules.Select(compiled => compiled.Rule).Where(NeedsNoCaller);

    /// <summary>The scopes of <see cref="UsageView"/> that count the record, whatever the rules.</summary>
    public IReadOnlyList<string> UsageScopes(Invocation invocation) =>
        Of(invocation).UsageScopes ??= [.. _views.Select(view => ScopeText.Of(invocation, view, patterns: ""))];

    /// <summary>
    /// True for a call of somebody who is never stopped; a principal of another account is not this account's of the same name.
    /// </summary>
    public bool IsExempt(Invocation call) => IsExempt(DimensionValue.Localized(call));

    /// <summary>True for a principal of the account that is never stopped.</summary>
    public bool IsExempt(Principal principal) => Array.Exists(_exempt, pattern => pattern.Matches(principal, Paths));

    /// <param name="name"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c>, or a full ARN.</param>
    /// <param name="arn">With or without path.</param>
    public bool IsExempt(string name, string arn) => Array.Exists(_exempt, pattern => pattern.Matches(name, arn, Paths.Of(name)));

    /// <summary>
    /// The same for one of whom only the name is known, as a counter has it. INVARIANT (never an innocent): a path that is not known, and
    /// the partition, count as met. A record of the same caller says it exactly.
    /// </summary>
    /// <param name="name"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c>, or a full ARN.</param>
    /// <param name="account">Where it acts.</param>
    public bool MayBeExempt(string name, string account) => IsExempt(name, FieldPatterns.ArnOf(name, account));

    /// <summary>
    /// The rule with its counter, as a record of it would hit it; null where the policy has no such rule, or it does not count there.
    /// </summary>
    /// <param name="ruleId">The rule.</param>
    /// <param name="scope">As <see cref="ScopeText"/> writes it.</param>
    public RuleHit? HitOf(string ruleId, string scope) => _rules.Find(compiled => compiled.Rule.Id == ruleId)?.HitOf(scope, this);

    /// <summary>What the scopes of a rule's counters have in common, in one account.</summary>
    public string ShapeOf(CountedRule rule, string account) => _rules.First(compiled => compiled.Rule.Id == rule.Id).ShapeIn(account);

    /// <summary>The rules that count, in the policy's order: all but those that are bound to a budget.</summary>
    public IEnumerable<CountedRule> Counting => _rules.Select(compiled => compiled.Rule);

    /// <summary>The windows that a rule counts in.</summary>
    public RuleWindow WindowsOf(CountedRule rule) => RuleWindow.Of(rule.Every, Calendar);

    /// <summary>Where the allowances of one counter of a rule are kept.</summary>
    public AllowanceCounters AllowancesOf(Rule rule, string scope) =>
        HitOf(rule.Id, scope)?.Allowances ?? new(rule, rule is CountedRule counted ? WindowsOf(counted) : null, scope);

    /// <summary>
    /// The counter of a rule for a target, whether anything was counted there or not; null where it counts by something that the target
    /// does not say, or does not count the target.
    /// </summary>
    public RuleHit? HitOf(CountedRule rule, StopTarget target)
    {
        (Dimension, string)[] told = target switch
        {
            StopTarget.Session one => [(Dimension.Principal, one.PrincipalName), (Dimension.Session, one.SessionName)],
            StopTarget.Principal one => [(Dimension.Principal, one.PrincipalName)],
            StopTarget.Model one => [(Dimension.Model, one.ModelId)],
            StopTarget.Tag one => [(Dimension.Tag(one.Key), one.Value)],
            StopTarget.Principals one => [(Dimension.PrincipalTag(one.TagKey), one.Value)],
            _ => [],
        };
        var values = told.Append((Dimension.Account, target.Account)).ToDictionary();
        var compiled = _rules.First(compiled => compiled.Rule.Id == rule.Id);
        // A target that says more than the rule counts by is not what its counter is of.
        return compiled.Dimensions.Count == values.Count && compiled.Dimensions.All(values.ContainsKey)
            ? compiled.HitOf(compiled.ScopeOf(dimension => values[dimension]), this)
            : null;
    }

    /// <summary>Drops the answers that were kept; they are found anew.</summary>
    public void Forget() => _kept.Clear();

    private Answer Of(Invocation invocation)
    {
        var subject = new Subject(invocation.Caller, invocation.Model, invocation.Account, invocation.Region, TagsOf(invocation),
            invocation.Project);
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
        var exempt = IsExempt(invocation);
        return [.. _index.Candidates(field => FieldPatterns.Spellings(invocation, field))
            .Select(position => _rules[position])
            .Where(compiled => compiled.Match.All(match => match.Matches(invocation, Paths)))
            .Select(compiled => compiled.Hit(invocation, exempt, Paths))
            .OfType<RuleHit>()];
    }

    private static bool NeedsNoCaller(CountedRule rule) =>
        rule.Limit.IsSum
        && rule.Stop is not (StopScope.Principal or StopScope.Session or StopScope.Principals)
        && rule.Match.Select(match => match.Field).Concat(ScopeText.Dimensions(rule))
            .All(dimension =>
                dimension.Kind is DimensionKind.Account or DimensionKind.Region or DimensionKind.Model or DimensionKind.Project);

    private string TagsOf(Invocation invocation) => _tagKeys.Length == 0
        ? ""
        : string.Join(
            '\n', _tagKeys.Select(key => DimensionValue.Of(invocation, Dimension.Tag(key)).Replace("\n", "\\n", StringComparison.Ordinal)));

    private readonly record struct Subject(Caller Caller, ModelId Model, string Account, string Region, string Tags, string? Project);

    private sealed class Answer(RuleHit[] hits)
    {
        public RuleHit[] Hits { get; } = hits;

        public string[]? UsageScopes { get; set; }
    }

    private sealed class CompiledRule
    {
        private readonly string _patterns;
        private readonly RuleWindow _windows;

        public CompiledRule(CountedRule rule, WindowCalendar calendar)
        {
            Rule = rule;
            Dimensions = ScopeText.Dimensions(rule);
            Match = [.. rule.Match.Select(match => new FieldPatterns(match))];
            Exceptions =
            [
                .. rule.Exceptions.Select(exception => (
                    exception.Match.Select(match => new FieldPatterns(match)).ToArray(),
                    exception.Limit is null ? null : rule with { Limit = exception.Limit })),
            ];
            _patterns = ScopeText.Patterns(rule, Dimensions);
            _windows = RuleWindow.Of(rule.Every, calendar);
        }

        public CountedRule Rule { get; }

        public IReadOnlyList<Dimension> Dimensions { get; }

        public IReadOnlyList<FieldPatterns> Match { get; }

        public IEnumerable<FieldPatterns> AllPatterns => Match.Concat(Exceptions.SelectMany(exception => exception.Match));

        // The rule as it is for such a counter; null where it is under no limit.
        private (FieldPatterns[] Match, CountedRule? Rule)[] Exceptions { get; }

        public string ScopeOf(Func<Dimension, string> value) => ScopeText.Of(value, Dimensions, _patterns);

        public string ShapeIn(string account) => ScopeText.Shape(account, Dimensions, _patterns);

        // Rules with other patterns share the counters: one belongs to this rule when its own values match.
        public RuleHit? HitOf(string scope, RuleBook book)
        {
            if (ScopeText.Value(scope, Dimension.Account) is not { } account || ScopeText.ShapeOf(scope) != ShapeIn(account))
                return null;
            var (caller, arn) = CallerOf(scope, account);
            // What the values do not decide stands in the shape.
            if (!Match.Where(match => Dimensions.Contains(match.Field) && !match.IsByRoute)
                .All(match => ScopeText.Value(scope, match.Field) is { } value && match.MatchesValue(value, account, book.Paths)))
            {
                return null;
            }

            if (RuleFor(scope, account, book.Paths) is not { } rule)
                return null;
            var exempt = caller is not null && book.MayBeExempt(caller, account);
            return new RuleHit(rule, scope, ScopeText.Subject(scope), exempt && Rule.Stop is StopScope.Principal or StopScope.Session
                ? null
                : TargetOf(), exempt, _windows);

            StopTarget? TargetOf() => Rule.Stop switch
            {
                StopScope.Principal or StopScope.Session when caller is null => null,
                StopScope.Principal => new StopTarget.Principal(account, caller!, arn!),
                StopScope.Session => ScopeText.Value(scope, Dimension.Session) is { } session && session != Missing.Value
                    ? new StopTarget.Session(account, caller!, arn!, session)
                    : new StopTarget.Principal(account, caller!, arn!),
                StopScope.Model => ScopeText.Value(scope, Dimension.Model) is { } model ? new StopTarget.Model(account, model) : null,
                StopScope.Principals => Carriers(account, dimension => ScopeText.Value(scope, dimension)),
                StopScope.Account => new StopTarget.WholeAccount(account),
                StopScope.Tag => ScopeText.Value(scope, TagOf()) is { } value ? new StopTarget.Tag(account, TagOf().TagKey!, value) : null,
                _ => null,
            };
        }

        // The one that a rule that stops a tag counts by.
        private Dimension TagOf() => Dimensions.First(dimension => dimension.Kind == DimensionKind.Tag);

        // Nobody knows who they are whose tag is not known.
        private StopTarget.Principals? Carriers(string account, Func<Dimension, string?> value) =>
            Dimensions.FirstOrDefault(dimension => dimension.Kind == DimensionKind.PrincipalTag) is { TagKey: { } key } tag
                && value(tag) is { } carried and not Missing.Unknown
                ? new StopTarget.Principals(account, key, carried)
                : null;

        private static (string? Name, string? Arn) CallerOf(string scope, string account) =>
            ScopeText.Value(scope, Dimension.Principal) is { } name
            ? (name, name.StartsWith("arn:", StringComparison.Ordinal) || name == Missing.Value ? name : $"arn:aws:iam::{account}:{name}")
            : (null, null);

        public RuleHit? Hit(Invocation invocation, bool exempt, PrincipalPaths paths)
        {
            var scope = ScopeText.Of(invocation, Dimensions, _patterns);
            if (RuleFor(scope, invocation.Account, paths) is not { } rule)
                return null;
            // A model or an account is stopped for everyone but the exempt; a principal or a session only if it is not.
            var spared = exempt && Rule.Stop is StopScope.Principal or StopScope.Session;
            return new RuleHit(rule, scope, SubjectOf(invocation), spared
                ? null
                : TargetOf(invocation), exempt, _windows);
        }

        // By the counter's own values: a record of it and the counter itself find the same limit.
        private CountedRule? RuleFor(string scope, string account, PrincipalPaths paths)
        {
            foreach (var (match, rule) in Exceptions)
            {
                if (Array.TrueForAll(match, one =>
                    ScopeText.Value(scope, one.Field) is { } value && one.MatchesValue(value, account, paths)))
                {
                    return rule;
                }
            }

            return Rule;
        }

        private string SubjectOf(Invocation invocation)
        {
            var told = Dimensions.Where(dimension => dimension.Kind != DimensionKind.Account).ToList();
            return told.Count == 0
                ? "account " + invocation.Account
                : string.Join('/', told.Select(dimension => dimension.Kind > DimensionKind.Tag
                    ? $"{dimension}={DimensionValue.Of(invocation, dimension)}"
                    : DimensionValue.Of(invocation, dimension)));
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
                StopScope.Principals => Carriers(account, dimension => DimensionValue.Of(invocation, dimension)),
                StopScope.Account => new StopTarget.WholeAccount(account),
                StopScope.Tag => new StopTarget.Tag(account, TagOf().TagKey!, DimensionValue.Of(invocation, TagOf())),
                _ => throw new InvalidOperationException($"`{Rule.Stop}` stops nothing known"),
            };

            StopTarget.Principal PrincipalTarget() => new(account, DimensionValue.Of(invocation, Dimension.Principal), principal.Arn);
        }
    }
}
