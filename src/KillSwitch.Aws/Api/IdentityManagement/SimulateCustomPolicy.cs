using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class SimulateCustomPolicyRequest : AmazonIdentityManagementServiceRequest
{
    public List<string>? PolicyInputList { get; set; }

    public List<string>? ActionNames { get; set; }

    public List<ContextEntry>? ContextEntries { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<SimulateCustomPolicyRequest>(
        "SimulateCustomPolicy",
        (to, request) => to.AddList(nameof(PolicyInputList), request.PolicyInputList)
            .AddList(nameof(ActionNames), request.ActionNames)
            .AddList(nameof(ContextEntries), request.ContextEntries, ContextEntry.Write)
            .Add(nameof(Marker), request.Marker),
        from => new SimulateCustomPolicyResponse
        {
            EvaluationResults = from.Members(nameof(SimulateCustomPolicyResponse.EvaluationResults), EvaluationResult.Read),
            IsTruncated = from.OptionalBool(nameof(SimulateCustomPolicyResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(SimulateCustomPolicyResponse.Marker)),
        });
}

public class SimulateCustomPolicyResponse : AmazonWebServiceResponse
{
    public List<EvaluationResult>? EvaluationResults { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
