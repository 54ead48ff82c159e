using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class DescribeOrganizationRequest : AmazonOrganizationsRequest
{
    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<DescribeOrganizationRequest>(
        "DescribeOrganization",
        (_, _) => { },
        from => new DescribeOrganizationResponse
        {
            Organization = from.Optional(nameof(DescribeOrganizationResponse.Organization), Organization.Read),
        });
}

public class DescribeOrganizationResponse : AmazonWebServiceResponse
{
    public Organization? Organization { get; set; }
}
