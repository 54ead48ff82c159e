using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>An operation that takes and gives JSON: by its name in a header, or by method and path.</summary>
/// <param name="service">Whose.</param>
/// <param name="target">The value of <c>X-Amz-Target</c>; null for an operation that is its method and path.</param>
/// <param name="method"><c>POST</c>, unless the path says what is done.</param>
/// <param name="path">Of the resource, percent-encoded.</param>
/// <param name="write">Writes the members of the body; null for a request without one.</param>
/// <param name="read">Makes the response of the answer's object, which is empty where the answer has no body.</param>
/// <param name="error">Makes the exception of an error's code.</param>
internal sealed class JsonOperation<TRequest, TResponse>(
    ServiceDescription service,
    string? target,
    string method,
    string path,
    Action<TRequest, Utf8JsonWriter>? write,
    Func<JsonElement, TResponse> read,
    Func<ServiceError, AmazonServiceException> error) : IOperation
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse
{
    public IMarshaller<IRequest, AmazonWebServiceRequest> Marshaller { get; } = new Body(service, target, method, path, write);

    public ResponseUnmarshaller Unmarshaller { get; } = new Answer(read, error);

    private sealed class Body(ServiceDescription service, string? target, string method, string path, Action<TRequest, Utf8JsonWriter>? write)
        : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, service.SigningName) { HttpMethod = method, ResourcePath = path };
            if (target is not null)
                request.Headers["X-Amz-Target"] = target;
            if (write is null)
                return request;
            request.Headers["Content-Type"] = target is null ? "application/json" : "application/x-amz-json-1.1";
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                write((TRequest)input, json);
                json.WriteEndObject();
            }

            request.Content = bytes.ToArray();
            return request;
        }
    }

    private sealed class Answer(Func<JsonElement, TResponse> read, Func<ServiceError, AmazonServiceException> error) : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
        {
            using var document = Json.Parse(input.Stream);
            return read(document.RootElement);
        }

        public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var (code, message) = (input.ResponseData.GetHeaderValue("x-amzn-ErrorType"), (string?)null);
            try
            {
                using var document = Json.Parse(input.Stream);
                code = code is { Length: > 0 } ? code : document.RootElement.Text("__type") ?? document.RootElement.Text("code");
                message = document.RootElement.Text("message") ?? document.RootElement.Text("Message");
            }
            catch (JsonException)
            {
                // What is between here and AWS may answer in its own words.
            }

            return error(new ServiceError(
                Name(code) ?? statusCode.ToString(),
                message ?? $"the service answered {(int)statusCode}",
                input.ResponseData.GetHeaderValue("x-amzn-RequestId"),
                statusCode,
                innerException));
        }

        // `com.amazonaws.logs#ResourceNotFoundException:http://…` is ResourceNotFoundException.
        private static string? Name(string? code) => code is not { Length: > 0 } ? null : code.Split(':')[0].Split('#')[^1];
    }
}
