using System.Collections.Concurrent;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>Models that a rule takes away: all that one of its patterns matches, by whichever profile they are called.</summary>
/// <param name="Text">The patterns as the policy has them, with <c>, </c> between them: <c>anthropic.claude-opus-*</c>.</param>
public sealed record ModelSet(string Text)
{
    private const string Separator = ", ";

    // A policy has a few; those of earlier policies stay with the stops that stand.
    private static readonly ConcurrentDictionary<string, FieldPatterns> Ready = new(StringComparer.Ordinal);

    /// <param name="globs">One at least; none holds a comma.</param>
    public static ModelSet Of(IEnumerable<Glob> globs) => new(string.Join(Separator, globs));

    public IReadOnlyList<Glob> Globs => [.. Text.Split(Separator).Select(pattern => new Glob(pattern))];

    /// <summary>Whether which models are in it cannot be told once for all: one that is new may be.</summary>
    public bool IsOpen => Globs.Any(glob => glob.HasWildcard && !IsBeginning(glob));

    /// <param name="model">As it was called.</param>
    /// <param name="region">From where.</param>
    /// <param name="account">By whose principal.</param>
    public bool Has(ModelId model, string region, string account) => Patterns.MatchesModel(model, region, account);

    /// <summary>The same of one of which only the id is known.</summary>
    public bool Has(string id) => Patterns.MatchesValue(id, account: "", PrincipalPaths.Unknown);

    /// <summary>Whether a pattern says how ids begin, and no more: <c>anthropic.claude-opus-*</c>.</summary>
    internal static bool IsBeginning(Glob glob) => glob.Pattern is [.., '*'] && !new Glob(glob.Pattern[..^1]).HasWildcard;

    public override string ToString() => Text;

    private FieldPatterns Patterns => Ready.GetOrAdd(Text, _ => new FieldPatterns(new FieldMatch(Dimension.Model, [.. Globs])));
}
