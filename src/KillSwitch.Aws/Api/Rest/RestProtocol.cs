using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Rest;

/// <summary>Method, path and query in, JSON out: the control plane of Bedrock.</summary>
internal sealed class RestProtocol(ServiceIdentity service, Func<ErrorResponse, ServiceException> refused)
{
    /// <param name="route">Method and path, as in <c>GET /things/{id}</c>.</param>
    public InvokeOptions Operation<TRequest>(
        string route, Action<RestRequest, TRequest> write, Func<JsonElement, AmazonWebServiceResponse> read)
        where TRequest : AmazonWebServiceRequest => new()
        {
            RequestMarshaller = new RestMarshaller<TRequest>(service, route, write),
            ResponseUnmarshaller = new JsonUnmarshaller(read, refused),
        };
}
