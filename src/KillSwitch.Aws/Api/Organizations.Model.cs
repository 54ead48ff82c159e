using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

internal sealed class AttachPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    /// <summary>A root, an organizational unit or an account.</summary>
    public string? TargetId { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<AttachPolicyRequest>(
        "AttachPolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(TargetId), request.TargetId),
        _ => new AttachPolicyResponse());
}

internal sealed class AttachPolicyResponse : AmazonWebServiceResponse;

internal sealed class DescribePolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<DescribePolicyRequest>(
        "DescribePolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId),
        from => new DescribePolicyResponse { Policy = from.Optional(nameof(DescribePolicyResponse.Policy), Policy.Read) });
}

internal sealed class DescribePolicyResponse : AmazonWebServiceResponse
{
    public Policy? Policy { get; set; }
}

internal sealed class DetachPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    /// <summary>A root, an organizational unit or an account.</summary>
    public string? TargetId { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<DetachPolicyRequest>(
        "DetachPolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(TargetId), request.TargetId),
        _ => new DetachPolicyResponse());
}

internal sealed class DetachPolicyResponse : AmazonWebServiceResponse;

internal sealed class ListTargetsForPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<ListTargetsForPolicyRequest>(
        "ListTargetsForPolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListTargetsForPolicyResponse
        {
            Targets = from.Members(nameof(ListTargetsForPolicyResponse.Targets), PolicyTargetSummary.Read),
            NextToken = from.OptionalText(nameof(ListTargetsForPolicyResponse.NextToken)),
        });
}

internal sealed class ListTargetsForPolicyResponse : AmazonWebServiceResponse
{
    public List<PolicyTargetSummary>? Targets { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class UpdatePolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyId { get; set; }

    /// <summary>The whole document, as JSON; white space counts toward its greatest length.</summary>
    public string? Content { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<UpdatePolicyRequest>(
        "UpdatePolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(Content), request.Content),
        from => new UpdatePolicyResponse { Policy = from.Optional(nameof(UpdatePolicyResponse.Policy), Policy.Read) });
}

internal sealed class UpdatePolicyResponse : AmazonWebServiceResponse
{
    public Policy? Policy { get; set; }
}

internal sealed class Policy
{
    public PolicySummary? PolicySummary { get; set; }

    /// <summary>The document, as JSON.</summary>
    public string? Content { get; set; }

    internal static Policy Read(JsonElement from) => new()
    {
        PolicySummary = from.Optional(nameof(PolicySummary), PolicySummary.Read),
        Content = from.OptionalText(nameof(Content)),
    };
}

internal sealed class PolicySummary
{
    public string Id { get; set; } = "";

    public string? Arn { get; set; }

    public string? Name { get; set; }

    internal static PolicySummary Read(JsonElement from) => new()
    {
        Id = from.Text(nameof(Id)),
        Arn = from.OptionalText(nameof(Arn)),
        Name = from.OptionalText(nameof(Name)),
    };
}

internal sealed class PolicyTargetSummary
{
    public string TargetId { get; set; } = "";

    internal static PolicyTargetSummary Read(JsonElement from) => new()
    {
        TargetId = from.Text(nameof(TargetId)),
    };
}
