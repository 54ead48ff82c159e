using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class PolicyGroup
{
    public string GroupName { get; set; } = "";

    internal static PolicyGroup Read(XElement from) => new() { GroupName = from.Text(nameof(GroupName)) };
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

    internal static PolicyUser Read(XElement from) => new() { UserName = from.Text(nameof(UserName)) };
}
