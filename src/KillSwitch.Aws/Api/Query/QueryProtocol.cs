using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Query;

/// <summary>Form parameters in, XML out: IAM, SNS and CloudWatch.</summary>
internal sealed class QueryProtocol(ServiceIdentity service, Func<ErrorResponse, ServiceException> refused)
{
    public InvokeOptions Operation<TRequest>(
        string action, Action<QueryParameters, TRequest> write, Func<XElement, AmazonWebServiceResponse> read)
        where TRequest : AmazonWebServiceRequest => new()
        {
            RequestMarshaller = new QueryMarshaller<TRequest>(service, action, write),
            ResponseUnmarshaller = new QueryUnmarshaller(action, read, refused),
        };
}
