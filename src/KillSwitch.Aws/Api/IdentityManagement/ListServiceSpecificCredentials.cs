using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListServiceSpecificCredentialsRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    /// <summary><c>bedrock.amazonaws.com</c> for Bedrock's long-term API keys.</summary>
    public string? ServiceName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListServiceSpecificCredentialsRequest>(
        "ListServiceSpecificCredentials",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(ServiceName), request.ServiceName)
            .Add(nameof(Marker), request.Marker),
        from => new ListServiceSpecificCredentialsResponse
        {
            ServiceSpecificCredentials = from.Members(nameof(ListServiceSpecificCredentialsResponse.ServiceSpecificCredentials), ServiceSpecificCredentialMetadata.Read),
            IsTruncated = from.OptionalBool(nameof(ListServiceSpecificCredentialsResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListServiceSpecificCredentialsResponse.Marker)),
        });
}

public class ListServiceSpecificCredentialsResponse : AmazonWebServiceResponse
{
    public List<ServiceSpecificCredentialMetadata>? ServiceSpecificCredentials { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
