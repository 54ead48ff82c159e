using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class DescribePolicyRequest : AmazonOrganizationsRequest
{
    public string? PolicyId { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<DescribePolicyRequest>(
        "DescribePolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId),
        from => new DescribePolicyResponse { Policy = from.Optional(nameof(DescribePolicyResponse.Policy), Policy.Read) });
}

public class DescribePolicyResponse : AmazonWebServiceResponse
{
    public Policy? Policy { get; set; }
}
