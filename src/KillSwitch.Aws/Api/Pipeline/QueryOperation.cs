using System.Net;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>An operation of the query protocol: a form in, XML out.</summary>
/// <param name="service">Whose.</param>
/// <param name="action">Its official name.</param>
/// <param name="write">Puts the request's members into the form.</param>
/// <param name="read">Makes the response of the element <c>ActionResult</c>, which is empty where the action has none.</param>
/// <param name="error">Makes the exception of an error's code.</param>
internal sealed class QueryOperation<TRequest, TResponse>(
    ServiceDescription service,
    string action,
    Action<TRequest, IDictionary<string, string>> write,
    Func<XElement, TResponse> read,
    Func<ServiceError, AmazonServiceException> error) : IOperation
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse
{
    public IMarshaller<IRequest, AmazonWebServiceRequest> Marshaller { get; } = new FormMarshaller(service, action, write);

    public ResponseUnmarshaller Unmarshaller { get; } = new Answer(action, read, error);

    private sealed class FormMarshaller(ServiceDescription service, string action, Action<TRequest, IDictionary<string, string>> write)
        : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, service.SigningName) { HttpMethod = "POST", ResourcePath = "/" };
            request.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
            request.Parameters["Action"] = action;
            request.Parameters["Version"] = service.Version;
            write((TRequest)input, request.Parameters);
            return request;
        }
    }

    private sealed class Answer(string action, Func<XElement, TResponse> read, Func<ServiceError, AmazonServiceException> error) : XmlResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
        {
            var root = XDocument.Load(context.Stream).Root!;
            var response = read(root.Child(action + "Result") ?? new XElement(action + "Result"));
            response.ResponseMetadata = new ResponseMetadata { RequestId = root.Child("ResponseMetadata")?.Text("RequestId") };
            return response;
        }

        public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
        {
            XElement? root = null;
            try
            {
                root = XDocument.Load(context.Stream).Root;
            }
            catch (System.Xml.XmlException)
            {
                // What is between here and AWS may answer in its own words.
            }

            var said = root?.Child("Error") ?? root?.Child("Errors")?.Child("Error");
            return error(new ServiceError(
                said?.Text("Code") ?? statusCode.ToString(),
                said?.Text("Message") ?? $"the service answered {(int)statusCode}",
                root?.Text("RequestId") ?? root?.Text("RequestID"),
                statusCode,
                innerException));
        }
    }
}
