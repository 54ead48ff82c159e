using System.Buffers;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Deployments;

/// <summary>
/// Whether a place names what the deployment of its stack makes, and nothing else: whoever edits the place must not choose what the guard
/// attaches, writes to or reads. INVARIANT (only what was deployed is attached).
/// </summary>
public static class PlaceCheck
{
    private static readonly SearchValues<char> OfTable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");
    private static readonly SearchValues<char> OfLogGroup =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-/#");
    private static readonly SearchValues<char> OfControlPolicy = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>One clause that names the member and what it says; null where all of it is as it should be.</summary>
    /// <param name="place">What was read.</param>
    /// <param name="partition">Of AWS.</param>
    /// <param name="account">The account that is acted in.</param>
    /// <param name="region">The region that the guard was asked for in.</param>
    public static string? Fault(Deployment place, string partition, string account, string region)
    {
        if (place.Region != region)
            return Says("region", place.Region, $"it was read in `{region}`");
        (PreparedDeny Deny, string? Arn)[] policies =
        [
            .. PreparedDeny.All.Select(deny => (deny, place.Denies.GetValueOrDefault(deny))),
            (PreparedDeny.Lease, place.Lease?.PolicyArn),
        ];
        foreach (var (deny, arn) in policies)
        {
            var own = deny.Arn(place.Stack, partition, account, region);
            if (arn is not null && arn != own)
                return Says(deny.Member, arn, $"the stack's own is `{own}`");
        }

        var prefix = new GuardResources(place.Stack, place.LogGroup).Prefix;
        var topics = $"arn:{partition}:sns:{region}:{account}:{prefix}";
        foreach (var (name, arn) in ((string, string?)[])[("topic", place.Topic), ("chatTopic", place.ChatTopic)])
        {
            if (arn is not null
                && (!arn.StartsWith(topics, StringComparison.Ordinal) || arn.AsSpan(topics.Length).ContainsAnyExcept(OfTable)))
            {
                return Says(name, arn, $"the stack's own begins with `{topics}`");
            }
        }

        if (!place.Table.StartsWith(prefix, StringComparison.Ordinal) || place.Table.AsSpan().ContainsAnyExcept(OfTable))
            return Says("table", place.Table, $"the stack's own begins with `{prefix}`");
        foreach (var (name, id) in ((string, string?)[])[("accountScp", place.AccountScp), ("principalScp", place.PrincipalScp)])
        {
            if (id is not null
                && (!id.StartsWith("p-", StringComparison.Ordinal) || id.Length is < 10 or > 130
                || id.AsSpan(2).ContainsAnyExcept(OfControlPolicy)))
            {
                return Says(name, id, "it is no id of a service control policy");
            }
        }

        if (place.OwnerTopics.FirstOrDefault(topic => TopicArn.Parse(topic) is null) is { } untold)
            return Says("ownerTopics", untold, "it is no SNS topic");
        if (place.Sensors.FirstOrDefault(sensor => !AwsRegion.IsName(sensor)) is { } elsewhere)
            return Says("sensors", elsewhere, "it is no region");
        foreach (var (name, group) in ((string, string?)[])[("logGroup", place.LogGroup), ("scpLogGroup", place.ScpLogGroup)])
        {
            if (group is not null && (group.Length is 0 or > 512 || group.AsSpan().ContainsAnyExcept(OfLogGroup)))
                return Says(name, group, "it is no name of a log group");
        }

        return place.Operators.Concat(place.Lease?.Principals ?? []).FirstOrDefault(name => !IsPrincipal(name)) is { } nobody
            ? Says(place.Operators.Contains(nobody) ? "operators" : "lease", nobody, "it is neither role/NAME nor user/NAME")
            : null;
    }

    private static bool IsPrincipal(string name) =>
        (name.StartsWith("role/", StringComparison.Ordinal) || name.StartsWith("user/", StringComparison.Ordinal)) && name.Length > 5
            && !name.AsSpan().ContainsAny("*?:,");

    private static string Says(string name, string value, string but) => $"`{name}` is `{value}`, and {but}";
}
