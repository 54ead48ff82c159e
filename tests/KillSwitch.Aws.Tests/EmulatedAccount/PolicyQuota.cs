using System.Net;
using System.Web;

namespace KillSwitch.EmulatedAccount;

/// <summary>IAM's quota of policies that are attached to one principal, which the emulator does not know.</summary>
/// <param name="free">How many more a principal may hold than it does now.</param>
public sealed class PolicyQuota(int free)
{
    private readonly Lock _lock = new();
    private readonly List<string> _changes = [];
    private readonly Dictionary<string, HashSet<string>> _attached = new(StringComparer.Ordinal);

    /// <summary>What was attached and detached, in order; a refused one is in it with a question mark.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>An attach of this policy is refused for another reason; null for none.</summary>
    public string? Refused { get; set; }

    public FaultyRequests Requests => new((_, body) => Answer(HttpUtility.ParseQueryString(body)));

    private HttpResponseMessage? Answer(System.Collections.Specialized.NameValueCollection form)
    {
        var (action, policy) = (form["Action"] ?? "", form["PolicyArn"] ?? "");
        if (action is not ("AttachRolePolicy" or "AttachUserPolicy" or "DetachRolePolicy" or "DetachUserPolicy"))
            return null;
        lock (_lock)
        {
            var who = form["RoleName"] ?? form["UserName"] ?? "";
            if (!_attached.TryGetValue(who, out var held))
                _attached.Add(who, held = new HashSet<string>(StringComparer.Ordinal));
            var name = policy[(policy.LastIndexOf('/') + 1)..];
            if (action.StartsWith("Detach", StringComparison.Ordinal))
            {
                if (held.Remove(policy))
                    _changes.Add("-" + name);
                return null;
            }

            if (held.Count >= free && !held.Contains(policy))
                return FaultyRequests.Refusal(HttpStatusCode.Conflict, "LimitExceeded")();
            if (policy == Refused)
            {
                _changes.Add("?" + name);
                return FaultyRequests.Refusal(HttpStatusCode.Forbidden, "AccessDenied")();
            }

            if (held.Add(policy))
                _changes.Add("+" + name);
            return null;
        }
    }
}
