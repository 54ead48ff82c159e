using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Principals;

/// <summary>Somebody who is exempt and came after the policy that exempts.</summary>
/// <param name="Name"><c>role/NAME</c>, <c>user/NAME</c> or a full ARN.</param>
/// <param name="CreatedAt">When it was made; null for a caller that IAM does not list.</param>
/// <param name="Pattern">Of <c>exempt</c>.</param>
internal sealed record NewExempt(string Name, DateTimeOffset? CreatedAt, Glob Pattern);

/// <summary>
/// Tells the exempt that came since from those whom the policy's author had before them. Who was made before the policy was put in
/// force is no news; neither is who was there when a later version named them.
/// </summary>
/// <param name="policy">In force.</param>
/// <param name="policyAt">Since when.</param>
/// <param name="before">What was known; null at the first look.</param>
internal sealed class ExemptJudgement(Policy policy, DateTimeOffset policyAt, ExemptMemory? before)
{
    // Callers choose names: what is kept must not grow with their fancy.
    private const int MostCallers = 500;
    private const int MostListed = 1000;

    private readonly DateTimeOffset _since = before?.Since ?? policyAt;
    private readonly Policy _earlier = new() { Exempt = [.. (before?.Patterns ?? []).Select(pattern => new Glob(pattern))] };
    private readonly Dictionary<(string Name, DateTimeOffset? CreatedAt), KnownExempt> _known =
        (before?.Known ?? []).GroupBy(one => (one.Name, one.CreatedAt)).ToDictionary(same => same.Key, same => same.First());

    /// <param name="everyone">Who IAM lists.</param>
    /// <param name="callers">Who called lately, by name.</param>
    /// <returns>Who is new, and what is known from now on if that is told.</returns>
    public (IReadOnlyList<NewExempt> New, ExemptMemory After) Judge(
        IReadOnlyList<ListedPrincipal> everyone, IReadOnlyCollection<string> callers, string account)
    {
        var (found, known) = (new List<NewExempt>(), new Dictionary<(string, DateTimeOffset?), KnownExempt>());
        foreach (var one in everyone.Where(one => one.CreatedAt > _since))
        {
            if (PatternOf(one.Principal) is not { } pattern)
                continue;
            var key = (one.Principal.Name, (DateTimeOffset?)one.CreatedAt);
            known[key] = _known.GetValueOrDefault(key) ?? new KnownExempt(one.Principal.Name, one.CreatedAt, null);
            if (!_known.ContainsKey(key) && (one.CreatedAt > policyAt || WasExempt(one.Principal)))
                found.Add(new NewExempt(one.Principal.Name, one.CreatedAt, pattern));
        }

        var listed = everyone.Select(one => one.Principal.Name).ToHashSet(StringComparer.Ordinal);
        // Who is gone may have called; who called is known when it is gone.
        var gone = _known.Values.Where(one => one.CreatedAt is not null && !known.ContainsKey((one.Name, one.CreatedAt)))
            .Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in callers.Concat(gone).Distinct().Take(MostCallers))
        {
            var principal = PrincipalOf(name, account);
            if (PatternOf(principal) is not { } pattern)
                continue;
            var key = (name, (DateTimeOffset?)null);
            var was = _known.GetValueOrDefault(key);
            known[key] = was ?? new KnownExempt(name, null, null);
            if (was is null && before is not null && !listed.Contains(name) && !gone.Contains(name) && WasExempt(principal))
                found.Add(new NewExempt(name, null, pattern));
        }

        foreach (var (key, one) in _known.Where(one => one.Key.CreatedAt is null && !known.ContainsKey(one.Key))
            .Take(Math.Max(0, MostCallers - known.Count)))
        {
            known[key] = one;
        }

        return (found, Within(known.Values, mayForget: found.Count == 0));
    }

    // Of very many the oldest count as there before.
    private ExemptMemory Within(IReadOnlyCollection<KnownExempt> known, bool mayForget)
    {
        string[] patterns = [.. policy.Exempt.Select(glob => glob.Pattern)];
        var oldest = known.Select(one => one.CreatedAt).OfType<DateTimeOffset>().OrderDescending().Skip(MostListed).FirstOrDefault();
        return mayForget && oldest > _since
            ? new ExemptMemory(oldest, patterns, [.. known.Where(one => !(one.CreatedAt <= oldest))])
            : new ExemptMemory(_since, patterns, [.. known]);
    }

    // Who is exempt with everybody is no news.
    private Glob? PatternOf(Principal principal) =>
        Exemption.Of(policy, principal) is { } glob && glob.Pattern.Trim('*').Length > 0 ? glob : null;

    private bool WasExempt(Principal principal) => Exemption.Of(_earlier, principal) is not null;

    private static Principal PrincipalOf(string name, string account) =>
        Caller.Parse(
            name.StartsWith("arn:", StringComparison.Ordinal) ? name : $"arn:aws:iam::{account}:{name}").Principal with
        { Name = name };
}
