using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Evaluation;

/// <summary>The owners of a policy, made ready: every one that matches hears of it, each topic once.</summary>
public sealed class PolicyOwners
{
    private readonly (TopicArn Topic, FieldPatterns[] Match)[] _owners;
    private readonly Func<PrincipalPaths> _paths;

    /// <param name="owners">In the policy's order.</param>
    /// <param name="paths">Of the account's principals, as they are known when something is told.</param>
    public PolicyOwners(IEnumerable<Owner> owners, Func<PrincipalPaths> paths)
    {
        _owners = [.. owners.Select(one => (one.Topic, one.Match.Select(match => new FieldPatterns(match)).ToArray()))];
        _paths = paths;
    }

    /// <summary>Of a policy without any.</summary>
    public static PolicyOwners None { get; } = new([], () => PrincipalPaths.Unknown);

    /// <summary>The patterns that name principals.</summary>
    public IEnumerable<PrincipalPattern> Principals => _owners.SelectMany(one => one.Match).SelectMany(match => match.Principals);

    /// <summary>Every topic of the policy.</summary>
    public IReadOnlyList<TopicArn> Topics => [.. _owners.Select(one => one.Topic).Distinct()];

    /// <summary>Who hears of a stop.</summary>
    public IReadOnlyList<TopicArn> TopicsOf(Stop stop) =>
        TopicsOf(field => Value(stop.Trip?.Counter, field) ?? Value(stop.Target, field), stop.Target.Account);

    /// <summary>Who hears of a counter's levels.</summary>
    public IReadOnlyList<TopicArn> TopicsOf(TripKey trip, string account) => TopicsOf(field => Value(trip.Counter, field), account);

    private TopicArn[] TopicsOf(Func<Dimension, string?> value, string account) =>
    [
        .. _owners.Where(one => Array.TrueForAll(
            one.Match, field => value(field.Field) is { } text && field.MatchesValue(text, account, _paths())))
            .Select(one => one.Topic).Distinct(),
    ];

    private static string? Value(string? counter, Dimension field) => counter is null ? null : ScopeText.Value(counter, field);

    private static string? Value(StopTarget target, Dimension field) => (field.Kind, target) switch
    {
        (DimensionKind.Account, _) => target.Account,
        (DimensionKind.Principal, StopTarget.Principal principal) => principal.PrincipalName,
        (DimensionKind.Principal, StopTarget.Session session) => session.PrincipalName,
        (DimensionKind.Session, StopTarget.Session session) => session.SessionName,
        (DimensionKind.Model, StopTarget.Model model) => model.ModelId,
        (DimensionKind.Tag, StopTarget.Tag tag) when tag.Key == field.TagKey => tag.Value,
        (DimensionKind.PrincipalTag, StopTarget.Principals some) when some.TagKey == field.TagKey => some.Value,
        _ => null,
    };
}
