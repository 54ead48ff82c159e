using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>Whether a stop cuts more than what its rule counts.</summary>
internal static class StopReach
{
    // The narrower stop first.
    private static readonly (StopScope Stop, DimensionKind Counts)[] Narrower =
    [
        (StopScope.Session, DimensionKind.Session), (StopScope.Principal, DimensionKind.Principal), (StopScope.Model, DimensionKind.Model),
        (StopScope.Principals, DimensionKind.PrincipalTag),
    ];

    /// <summary>One sentence; null where it cuts what is counted, and no more.</summary>
    /// <param name="stop">What is stopped.</param>
    /// <param name="per">What counters are told apart by.</param>
    /// <param name="matched">What is asked of a call that counts.</param>
    /// <param name="deny">What the stop takes away; null for all of Bedrock.</param>
    public static string? Warning(
        StopScope stop, IReadOnlyList<Dimension> per, IReadOnlyList<Dimension> matched, ModelSet? deny = null)
    {
        var beyond = per.Concat(matched).Where(dimension => !IsHeld(stop, dimension.Kind)
            && !(deny is not null && dimension.Kind == DimensionKind.Model)).Distinct().ToList();
        if (stop == StopScope.None || beyond.Count == 0)
            return null;
        var counted = string.Join(" and ", beyond.Select(dimension => $"`{dimension}`"));
        var advice = Narrower
            .Where(one => one.Stop != stop && !IsHeld(stop, one.Counts) && per.Any(dimension => dimension.Kind == one.Counts))
            .Select(one => $"; `stop: {one.Stop.ToString().ToLowerInvariant()}` cuts less")
            .FirstOrDefault();
        var cut = deny is null ? $"cuts {Everything(stop)}" : $"takes {deny} away from {Whom(stop)}";
        return $"the stop reaches further than what is counted: it {cut}, whatever the {counted}{advice}";
    }

    // The account is one; a session is one of a principal.
    // Its path and its tags are a principal's own.
    private static bool IsHeld(StopScope stop, DimensionKind kind) => kind == DimensionKind.Account || stop switch
    {
        StopScope.Principal => kind is DimensionKind.Principal or DimensionKind.Path or DimensionKind.PrincipalTag,
        StopScope.Session =>
            kind is DimensionKind.Principal or DimensionKind.Session or DimensionKind.Path or DimensionKind.PrincipalTag,
        StopScope.Model => kind == DimensionKind.Model,
        StopScope.Tag => kind == DimensionKind.Tag,
        StopScope.Principals => kind == DimensionKind.PrincipalTag,
        _ => false,
    };

    private static string Whom(StopScope stop) => stop switch
    {
        StopScope.Principal => "the principal",
        StopScope.Principals => "everyone who carries the tag",
        _ => "everyone in the account",
    };

    private static string Everything(StopScope stop) => stop switch
    {
        StopScope.Principal => "the principal off Bedrock",
        StopScope.Session => "the session off Bedrock",
        StopScope.Model => "everyone off the model",
        StopScope.Tag => "all calls with the tag's value",
        StopScope.Principals => "everyone who carries the tag off Bedrock",
        _ => "everyone in the account off Bedrock",
    };
}
