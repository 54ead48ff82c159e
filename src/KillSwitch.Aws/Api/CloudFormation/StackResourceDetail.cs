using System.Xml.Linq;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

public class StackResourceDetail
{
    /// <summary>The ARN of the stack.</summary>
    public string? StackId { get; set; }

    /// <summary>Null for one that was not made yet.</summary>
    public string? PhysicalResourceId { get; set; }

    /// <summary>Such as <c>AWS::Lambda::Function</c>.</summary>
    public string? ResourceType { get; set; }

    public string? ResourceStatus { get; set; }

    internal static StackResourceDetail Read(XElement from) => new()
    {
        StackId = from.OptionalText(nameof(StackId)),
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
        ResourceStatus = from.OptionalText(nameof(ResourceStatus)),
    };
}
