using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Facts;

/// <summary>What AWS knows of a call and its record does not say: the caller's path and tags, the tags of a profile.</summary>
public sealed class CallFacts(PrincipalBook principals, ProfileTagBook profiles)
{
    /// <summary>Reads anew what is due; for the watch, which keeps it fresh for the others.</summary>
    public ValueTask RefreshAsync(RuleBook rules, CancellationToken cancellation) => principals.RefreshAsync(rules, cancellation);

    /// <summary>The tags of a role or user that a policy looks at, as they were last read; null where they are not known.</summary>
    /// <param name="name"><c>role/NAME</c> or <c>user/NAME</c>.</param>
    public TagSet? TagsOf(string name) => principals.TagsOf(name);

    /// <summary>The calls with what the policy looks at, as it is when they are counted.</summary>
    public async ValueTask<IReadOnlyCollection<Invocation>> DescribeAsync(
        RuleBook rules, IReadOnlyCollection<Invocation> batch, CancellationToken cancellation) =>
        await profiles.DescribeAsync(rules, await principals.DescribeAsync(rules, batch, cancellation), cancellation);
}
