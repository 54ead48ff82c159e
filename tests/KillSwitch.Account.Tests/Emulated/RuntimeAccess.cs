using System.Collections.Concurrent;
using System.Globalization;
using System.Xml.Linq;
using KillSwitch.Core.Access;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Account.Tests.Emulated;

/// <summary>
/// Whether IAM would let a role call a model, by what the emulated account says of the role at that moment: its own policy, what is
/// attached to it, and its tags. The emulator itself knows no variable of a policy.
/// </summary>
internal sealed class RuntimeAccess(RawAccount account)
{
    public const string Account = "123456789012";

    private readonly ConcurrentDictionary<string, AccessPolicy> _documents = new(StringComparer.Ordinal);

    /// <summary>A session of a role, by its key.</summary>
    public sealed record Session(string Role, string Name)
    {
        public string Arn => $"arn:aws:sts::{Account}:assumed-role/{Role}/{Name}";
    }

    /// <param name="role">Its name.</param>
    /// <param name="session">Of the role.</param>
    /// <param name="action">Such as <c>bedrock:InvokeModel</c>.</param>
    /// <param name="resources">All of which have to be allowed.</param>
    /// <param name="leftOut">A prepared policy that does not count; null for none.</param>
    /// <returns>The resource that is refused; null where it may.</returns>
    public async Task<string?> RefusedAsync(string role, string session, string action, IReadOnlyList<string> resources, string? leftOut)
    {
        XElement found;
        try
        {
            found = await IamAsync("GetRole", ("RoleName", role));
        }
        catch (InvalidOperationException)
        {
            return resources[0];
        }

        var attached = Texts(await IamAsync("ListAttachedRolePolicies", ("RoleName", role)), "PolicyArn")
            .Where(arn => leftOut is null || !arn.Contains(leftOut, StringComparison.Ordinal)).ToList();
        List<AccessPolicy> held = [];
        foreach (var arn in attached)
            held.Add(await ManagedAsync(arn));
        foreach (var name in Texts(await IamAsync("ListRolePolicies", ("RoleName", role)), "member"))
            held.Add(Parse(await IamAsync("GetRolePolicy", ("RoleName", role), ("PolicyName", name)), "PolicyDocument"));
        var tags = (await IamAsync("ListRoleTags", ("RoleName", role))).Descendants().Where(element => element.Name.LocalName == "member")
            .ToDictionary(tag => Text(tag, "Key"), tag => Text(tag, "Value"), StringComparer.OrdinalIgnoreCase);
        var identity = new Identity(Principal.Listed(PrincipalKind.Role, "role/" + role, Text(found, "Arn")), held) { Tags = tags };
        var context = identity.Context.With("aws:userid", $"{Text(found, "RoleId")}:{session}")
            .With("aws:CurrentTime", DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))
            .With("aws:RequestedRegion", "us-east-1").With("bedrock:InferenceProfileArn", null);
        return resources.FirstOrDefault(resource => !identity.May(action, resource, context).IsOpen());
    }

    private async Task<AccessPolicy> ManagedAsync(string arn)
    {
        if (_documents.TryGetValue(arn, out var known))
            return known;
        var version = Text(await IamAsync("GetPolicy", ("PolicyArn", arn)), "DefaultVersionId");
        return _documents[arn] = Parse(await IamAsync("GetPolicyVersion", ("PolicyArn", arn), ("VersionId", version)), "Document");
    }

    private static AccessPolicy Parse(XElement answer, string name)
    {
        var policy = AccessPolicy.Parse(Uri.UnescapeDataString(Text(answer, name)));
        return policy.IsReadable ? policy : throw new InvalidOperationException($"a policy cannot be read: {answer}");
    }

    private Task<XElement> IamAsync(string action, params (string, string)[] form) => account.QueryAsync("iam", "2010-05-08", action, form);

    private static IEnumerable<string> Texts(XElement answer, string name) =>
        answer.Descendants().Where(element => element.Name.LocalName == name && !element.HasElements).Select(element => element.Value);

    private static string Text(XElement answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name).Value;
}
