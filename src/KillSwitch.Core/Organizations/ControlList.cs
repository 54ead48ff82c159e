using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Organizations;

/// <summary>
/// Whom the organization's policy on principals lists for those who are stopped by it. Names that a caller makes up are bounded: many
/// federated users become all of them, and where it does not fit, a role's many sessions become the role. INVARIANT (a role's stop is
/// never kept out by made-up names).
/// </summary>
/// <param name="Callers">What is written.</param>
/// <param name="Together">Whom it stops besides, as people say it: <c>all federated users</c>, <c>role/NAME</c>.</param>
/// <param name="Guard">What of the guard's they may not change.</param>
public sealed record ControlList(IReadOnlyCollection<StoppedCaller> Callers, IReadOnlyList<string> Together, GuardResources Guard)
{
    /// <summary>From so many federated users on all of them are listed.</summary>
    public const int ManyFederated = 6;

    private const string FederatedUsers = ":federated-user/";

    public string Document => PrincipalControlPolicy.Document(Callers, Guard);

    /// <summary>The characters of its document.</summary>
    public int Length => Document.Length;

    public bool Fits => Length <= ControlPolicyDocument.MaximumLength;

    /// <summary>Where not all of them may be listed, so many federated users have room, and the others are not stopped.</summary>
    public const int MostFederated = 20;

    /// <param name="stopped">Such as have no <see cref="StoppedCaller.Obstacle"/>.</param>
    /// <param name="mayTakeAllFederated">Whether nobody who is exempt may be a federated user.</param>
    /// <param name="guard">What of the guard's they may not change.</param>
    public static ControlList Of(IEnumerable<StoppedCaller> stopped, bool mayTakeAllFederated, GuardResources guard)
    {
        var list = new ControlList([.. stopped.Distinct().OrderBy(caller => caller.Principal, StringComparer.Ordinal)], [], guard);
        if (!mayTakeAllFederated)
            list = list with { Callers = [.. list.Callers.Where(caller => !IsFederated(caller)), .. list.Federated.Take(MostFederated)] };
        else if (list.Federated.Count >= ManyFederated)
            list = list.WithAllFederated();
        while (!list.Fits && list.MostSessions is { } role)
            list = list.WithWhole(role);
        return list;
    }

    /// <summary>Whether a policy with these exemptions may have all federated users stopped. INVARIANT (never an innocent).</summary>
    public static bool MayTakeAllFederated(IEnumerable<string> exempt) => exempt.All(one => ExemptionCoverage.Resources(one) is not null);

    public bool Covers(StoppedCaller caller) => Callers.Any(listed => listed.Covers(caller));

    private List<StoppedCaller> Federated => [.. Callers.Where(IsFederated)];

    // One session listed costs what the whole role costs.
    private string? MostSessions => Callers.Where(caller => caller.Session is not null).GroupBy(caller => caller.Principal)
        .OrderByDescending(role => role.Count()).ThenBy(role => role.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;

    // arn:aws:sts::111122223333:federated-user/*
    private ControlList WithAllFederated() => this with
    {
        Callers = [.. Callers.Where(caller => !IsFederated(caller)),
            .. Federated.Select(caller =>
            new StoppedCaller(caller.Principal[..(caller.Principal.IndexOf('/', StringComparison.Ordinal) + 1)] + "*")).Distinct()],
        Together = [.. Together, "all federated users"],
    };

    private ControlList WithWhole(string role) => this with
    {
        Callers = [.. Callers.Where(caller => caller.Principal != role), new StoppedCaller(role)],
        Together = [.. Together, role],
    };

    private static bool IsFederated(StoppedCaller caller) => caller.Principal.Contains(FederatedUsers, StringComparison.Ordinal);
}
