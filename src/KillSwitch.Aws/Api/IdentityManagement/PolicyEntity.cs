using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class PolicyGroup
{
    public string GroupName { get; set; } = "";

    public string? GroupId { get; set; }

    internal static PolicyGroup Read(XElement from) =>
        new() { GroupName = from.Text(nameof(GroupName)), GroupId = from.OptionalText(nameof(GroupId)) };
}

public class PolicyRole
{
    public string RoleName { get; set; } = "";

    public string? RoleId { get; set; }

    internal static PolicyRole Read(XElement from) =>
        new() { RoleName = from.Text(nameof(RoleName)), RoleId = from.OptionalText(nameof(RoleId)) };
}

public class PolicyUser
{
    public string UserName { get; set; } = "";

    public string? UserId { get; set; }

    internal static PolicyUser Read(XElement from) =>
        new() { UserName = from.Text(nameof(UserName)), UserId = from.OptionalText(nameof(UserId)) };
}
