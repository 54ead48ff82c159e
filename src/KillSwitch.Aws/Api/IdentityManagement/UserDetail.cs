using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class UserDetail
{
    public string Path { get; set; } = "";

    public string UserName { get; set; } = "";

    public string UserId { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    public List<PolicyDetail>? UserPolicyList { get; set; }

    /// <summary>By name.</summary>
    public List<string>? GroupList { get; set; }

    public List<AttachedPolicyType>? AttachedManagedPolicies { get; set; }

    public List<Tag>? Tags { get; set; }

    /// <summary>The ARN of the policy that bounds its permissions; null for none.</summary>
    public string? PermissionsBoundaryArn { get; set; }

    internal static UserDetail Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        UserName = from.Text(nameof(UserName)),
        UserId = from.Text(nameof(UserId)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        UserPolicyList = from.Members(nameof(UserPolicyList), PolicyDetail.Read),
        GroupList = from.Members(nameof(GroupList), group => group.Value),
        AttachedManagedPolicies = from.Members(nameof(AttachedManagedPolicies), AttachedPolicyType.Read),
        Tags = from.Members(nameof(Tags), Tag.Read),
        PermissionsBoundaryArn = from.Element("PermissionsBoundary")?.OptionalText(nameof(PermissionsBoundaryArn)),
    };
}
