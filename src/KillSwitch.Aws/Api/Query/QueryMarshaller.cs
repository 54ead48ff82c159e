using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Query;

internal sealed class QueryMarshaller<TRequest>(ServiceIdentity service, string action, Action<QueryParameters, TRequest> write)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Id) { HttpMethod = "POST" };
        request.Parameters.Add("Action", action);
        request.Parameters.Add("Version", service.Version);
        write(new QueryParameters(request.Parameters), (TRequest)input);
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
        return request;
    }
}
