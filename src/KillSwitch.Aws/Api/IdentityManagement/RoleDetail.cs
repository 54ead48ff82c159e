using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class RoleDetail
{
    public string Path { get; set; } = "";

    public string RoleName { get; set; } = "";

    public string RoleId { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    /// <summary>Who may assume it; URL-encoded JSON.</summary>
    public string? AssumeRolePolicyDocument { get; set; }

    public List<PolicyDetail>? RolePolicyList { get; set; }

    public List<AttachedPolicyType>? AttachedManagedPolicies { get; set; }

    public List<Tag>? Tags { get; set; }

    /// <summary>The ARN of the policy that bounds its permissions; null for none.</summary>
    public string? PermissionsBoundaryArn { get; set; }

    internal static RoleDetail Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        RoleName = from.Text(nameof(RoleName)),
        RoleId = from.Text(nameof(RoleId)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        AssumeRolePolicyDocument = from.OptionalText(nameof(AssumeRolePolicyDocument)),
        RolePolicyList = from.Members(nameof(RolePolicyList), PolicyDetail.Read),
        AttachedManagedPolicies = from.Members(nameof(AttachedManagedPolicies), AttachedPolicyType.Read),
        Tags = from.Members(nameof(Tags), Tag.Read),
        PermissionsBoundaryArn = from.Element("PermissionsBoundary")?.OptionalText(nameof(PermissionsBoundaryArn)),
    };
}
