using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

public class StackResourceSummary
{
    /// <summary>The name or the id by which the service knows it; null for one that was never made.</summary>
    public string? PhysicalResourceId { get; set; }

    /// <summary>Such as <c>AWS::Lambda::Function</c>.</summary>
    public string? ResourceType { get; set; }

    internal static StackResourceSummary Read(XElement from) => new()
    {
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
    };
}
