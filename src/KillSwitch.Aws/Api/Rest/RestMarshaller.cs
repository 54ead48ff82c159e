using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Rest;

internal sealed class RestMarshaller<TRequest>(ServiceIdentity service, string route, Action<RestRequest, TRequest> write)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    private readonly string _method = route[..route.IndexOf(' ', StringComparison.Ordinal)];
    private readonly string _path = route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Id)
        {
            HttpMethod = _method,
            ResourcePath = _path,
            UseQueryString = _method == "GET",
        };
        write(new RestRequest(request), (TRequest)input);
        return request;
    }
}
