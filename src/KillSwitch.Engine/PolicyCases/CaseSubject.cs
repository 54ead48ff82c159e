using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>Somebody or something of a case that a stop may name.</summary>
/// <param name="Kind">Principal, session, model or account.</param>
/// <param name="Name">As a stop names it; of the account, <c>account</c>.</param>
/// <param name="Principal">Who it is, of a principal or a session.</param>
internal sealed record CaseSubject(StopScope Kind, string Name, Principal? Principal)
{
    public const string Account = "account";

    public static IReadOnlyList<CaseSubject> Of(IEnumerable<Invocation> calls) =>
    [
        .. calls.DistinctBy(call => (call.Caller, call.Model.Id)).SelectMany(Of).DistinctBy(subject => (subject.Kind, subject.Name)),
        new(StopScope.Account, Account, null),
    ];

    private static IEnumerable<CaseSubject> Of(Invocation call)
    {
        var principal = DimensionValue.Localized(call);
        yield return new(StopScope.Principal, principal.Name, principal);
        if (call.Caller.Session is { } session)
            yield return new(StopScope.Session, $"{principal.Name}/{session}", principal);
        yield return new(StopScope.Model, call.Model.Id, null);
    }
}
