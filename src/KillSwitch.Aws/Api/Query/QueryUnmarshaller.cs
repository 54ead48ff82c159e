using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Query;

/// <summary>Reads <c>ActionResponse/ActionResult</c>; an answer of any other shape is an error, never an empty success.</summary>
internal sealed class QueryUnmarshaller(
    string action, Func<XElement, AmazonWebServiceResponse> read, Func<ErrorResponse, ServiceException> refused)
    : XmlResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var requestId = input.ResponseData.GetHeaderValue("x-amzn-RequestId");
        try
        {
            using var reader = XmlReader.Create(input.Stream);
            var answer = XElement.Load(reader);
            if (answer.Name.LocalName != $"{action}Response")
                throw new FormatException($"the answer to `{action}` is a `{answer.Name.LocalName}`");

            var response = read(answer.Child($"{action}Result") ?? new XElement("empty"));
            requestId = answer.Child("ResponseMetadata")?.OptionalText("RequestId") ?? requestId;
            response.ResponseMetadata = new ResponseMetadata { RequestId = requestId };
            return response;
        }
        catch (Exception unreadable) when (unreadable is XmlException or FormatException or OverflowException)
        {
            throw new AmazonUnmarshallingException(requestId, action, unreadable, input.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = new XmlErrorResponseUnmarshaller().Unmarshall(input);
        (error.InnerException, error.StatusCode) = (innerException, statusCode);
        return refused(error);
    }
}
