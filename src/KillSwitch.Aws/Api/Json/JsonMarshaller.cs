using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Json;

internal sealed class JsonMarshaller<TRequest>(ServiceIdentity service, string target, Action<Utf8JsonWriter, TRequest> write)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Id) { HttpMethod = "POST", ResourcePath = "/" };
        request.Headers["X-Amz-Target"] = target;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Content = JsonBody.Of(writer => write(writer, (TRequest)input));
        return request;
    }
}
