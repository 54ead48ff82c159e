using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GroupDetail
{
    public string Path { get; set; } = "";

    public string GroupName { get; set; } = "";

    public string GroupId { get; set; } = "";

    public string Arn { get; set; } = "";

    public List<PolicyDetail>? GroupPolicyList { get; set; }

    public List<AttachedPolicyType>? AttachedManagedPolicies { get; set; }

    internal static GroupDetail Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        GroupName = from.Text(nameof(GroupName)),
        GroupId = from.Text(nameof(GroupId)),
        Arn = from.Text(nameof(Arn)),
        GroupPolicyList = from.Members(nameof(GroupPolicyList), PolicyDetail.Read),
        AttachedManagedPolicies = from.Members(nameof(AttachedManagedPolicies), AttachedPolicyType.Read),
    };
}
