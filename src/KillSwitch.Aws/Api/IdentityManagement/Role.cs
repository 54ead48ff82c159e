using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class Role
{
    public string Path { get; set; } = "";

    public string RoleName { get; set; } = "";

    public string RoleId { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    /// <summary>The trust policy, URL-encoded JSON.</summary>
    public string? AssumeRolePolicyDocument { get; set; }

    /// <summary>In seconds.</summary>
    public int? MaxSessionDuration { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static Role Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        RoleName = from.Text(nameof(RoleName)),
        RoleId = from.Text(nameof(RoleId)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        AssumeRolePolicyDocument = from.OptionalText(nameof(AssumeRolePolicyDocument)),
        MaxSessionDuration = from.OptionalInt(nameof(MaxSessionDuration)),
        Tags = from.Members(nameof(Tags), Tag.Read),
    };
}
