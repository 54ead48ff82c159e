using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class SimulatePrincipalPolicyRequest : AmazonIdentityManagementServiceRequest
{
    public string? PolicySourceArn { get; set; }

    public List<string>? ActionNames { get; set; }

    public List<string>? ResourceArns { get; set; }

    public List<ContextEntry>? ContextEntries { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<SimulatePrincipalPolicyRequest>(
        "SimulatePrincipalPolicy",
        (to, request) => to.Add(nameof(PolicySourceArn), request.PolicySourceArn)
            .AddList(nameof(ActionNames), request.ActionNames)
            .AddList(nameof(ResourceArns), request.ResourceArns)
            .AddList(nameof(ContextEntries), request.ContextEntries, ContextEntry.Write)
            .Add(nameof(Marker), request.Marker),
        from => new SimulatePrincipalPolicyResponse
        {
            EvaluationResults = from.Members(nameof(SimulatePrincipalPolicyResponse.EvaluationResults), EvaluationResult.Read),
            IsTruncated = from.OptionalBool(nameof(SimulatePrincipalPolicyResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(SimulatePrincipalPolicyResponse.Marker)),
        });
}

public class SimulatePrincipalPolicyResponse : AmazonWebServiceResponse
{
    public List<EvaluationResult>? EvaluationResults { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
