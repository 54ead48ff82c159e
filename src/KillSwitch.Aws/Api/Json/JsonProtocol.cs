using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Json;

/// <summary>JSON 1.1 by target header: CloudWatch Logs, Budgets and Organizations.</summary>
internal sealed class JsonProtocol(ServiceIdentity service, string targetPrefix, Func<ErrorResponse, ServiceException> refused)
{
    public InvokeOptions Operation<TRequest>(
        string action, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, AmazonWebServiceResponse> read)
        where TRequest : AmazonWebServiceRequest => new()
        {
            RequestMarshaller = new JsonMarshaller<TRequest>(service, $"{targetPrefix}.{action}", write),
            ResponseUnmarshaller = new JsonUnmarshaller(read, refused),
        };
}
