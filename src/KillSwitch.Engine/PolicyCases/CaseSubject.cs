using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>Somebody or something of a case that a stop may name.</summary>
/// <param name="Kind">Principal, session, model, tag, principals or account.</param>
/// <param name="Name">As a stop names it; of the account, <c>account</c>.</param>
/// <param name="Principal">Who it is, of a principal or a session.</param>
internal sealed record CaseSubject(StopScope Kind, string Name, Principal? Principal)
{
    public const string Account = "account";

    /// <summary>Of a principal or a session: <c>principalTag:KEY=VALUE</c> of each tag that the policy counts by.</summary>
    public IReadOnlyList<string> Carried { get; private init; } = [];

    public static IReadOnlyList<CaseSubject> Of(IEnumerable<Invocation> calls, Policy policy)
    {
        List<Dimension> tags = [.. policy.Rules.OfType<CountedRule>().SelectMany(rule => rule.Per).Distinct()
            .Where(dimension => dimension.Kind is DimensionKind.Tag or DimensionKind.PrincipalTag)];
        return
        [
            .. calls.DistinctBy(call => (call.Caller, call.Model.Id, call.Tags)).SelectMany(call => Of(call, tags))
                .DistinctBy(subject => (subject.Kind, subject.Name)),
            new(StopScope.Account, Account, null),
        ];
    }

    private static IEnumerable<CaseSubject> Of(Invocation call, List<Dimension> tags)
    {
        var principal = DimensionValue.Localized(call);
        string[] carried = [.. tags.Where(tag => tag.Kind == DimensionKind.PrincipalTag).Select(Named)];
        yield return new(StopScope.Principal, principal.Name, principal) { Carried = carried };
        if (call.Caller.Session is { } session)
            yield return new(StopScope.Session, $"{principal.Name}/{session}", principal) { Carried = carried };
        yield return new(StopScope.Model, call.Model.Id, null);
        foreach (var name in carried)
            yield return new(StopScope.Principals, name, null);
        foreach (var tag in tags.Where(tag => tag.Kind == DimensionKind.Tag))
            yield return new(StopScope.Tag, Named(tag), null);

        string Named(Dimension tag) => $"{tag}={DimensionValue.Of(call, tag)}";
    }
}
