using System.Text.Json;

namespace KillSwitch.Core.Access;

/// <summary>Whom a statement of a role's trust names.</summary>
/// <param name="Aws">ARNs and accounts; <c>*</c> for everybody.</param>
/// <param name="Services">Such as <c>lambda.amazonaws.com</c>.</param>
/// <param name="IsNot">Whether everybody else is meant.</param>
internal sealed record AccessPrincipals(IReadOnlyList<string> Aws, IReadOnlyList<string> Services, bool IsNot)
{
    /// <summary>Null where the statement names nobody.</summary>
    public static AccessPrincipals? Read(JsonElement statement)
    {
        var isNot = statement.TryGetProperty("NotPrincipal", out var principal);
        if (!isNot && !statement.TryGetProperty("Principal", out principal))
            return null;
        if (principal.ValueKind == JsonValueKind.String)
            return new AccessPrincipals(["*"], ["*"], isNot);
        return new AccessPrincipals(Of("AWS"), Of("Service"), isNot);

        string[] Of(string kind) =>
            principal.TryGetProperty(kind, out var names) ? [.. PolicyTexts.Of(names, knowsVariables: false).Texts] : [];
    }

    public bool NamesService(string service) => Services.Any(one => one == "*" || IsService(one, service)) != IsNot;

    /// <summary>Whether the ARN itself is named, or everybody: then the trust alone suffices within an account.</summary>
    public bool NamesDirectly(string arn) =>
        IsNot ? !Names(arn) : Aws.Contains("*") || Aws.Contains(arn) || Aws.Any(one => IsSessionOf(one, arn));

    /// <summary>Whether it is named, or its account as a whole.</summary>
    public bool Names(string arn)
    {
        var account = arn.Split(':') is [_, _, _, _, var own, ..] ? own : "";
        var isNamed = Aws.Any(one => one == "*" || one == arn || one == account || IsRootOf(one, account) || IsSessionOf(one, arn));
        return isNamed != IsNot;
    }

    // `ec2.amazonaws.com.cn` is `ec2.amazonaws.com` of another partition.
    private static bool IsService(string named, string service) =>
        named == service || (named.StartsWith(service, StringComparison.Ordinal) && named[service.Length..] == ".cn");

    private static bool IsRootOf(string named, string account) =>
        named.Split(':') is [_, _, "iam", _, var owner, "root"] && owner == account;

    // `arn:aws:sts::111122223333:assumed-role/ci/build`: whoever assumes the role chooses the name of its session.
    private static bool IsSessionOf(string named, string arn) =>
        named.Contains(":assumed-role/", StringComparison.Ordinal) && RoleOf(named) is var role
            && (role == arn || role == WithoutPath(arn));

    /// <summary>The role of a session's ARN, as far as that tells it: without its path. Any other ARN as it is.</summary>
    public static string RoleOf(string arn) =>
        arn.Split(':', 6) is [_, var partition, "sts", _, var owner, var session] && session.Split('/') is ["assumed-role", var role, _]
            ? $"arn:{partition}:iam::{owner}:role/{role}"
            : arn;

    private static string WithoutPath(string arn) => arn[..(arn.LastIndexOf(':') + 1)] + "role" + arn[arn.LastIndexOf('/')..];
}
