using System.Net;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Json;

/// <summary>Reads one JSON object. Nothing at all is a good answer only to an operation whose answer has no members.</summary>
internal sealed class JsonUnmarshaller(
    Func<JsonElement, AmazonWebServiceResponse> read, Func<ErrorResponse, ServiceException> refused) : JsonResponseUnmarshaller
{
    private const int BufferSize = 4096;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var body = new MemoryStream();
        input.Stream.CopyTo(body);
        try
        {
            if (body.Length == 0)
                return read(default);

            using var document = JsonDocument.Parse(body.ToArray());
            return read(document.RootElement);
        }
        catch (Exception unreadable) when (
            unreadable is JsonException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException)
        {
            throw new AmazonUnmarshallingException(
                input.ResponseData.GetHeaderValue("x-amzn-RequestId"), lastKnownLocation: "", unreadable, input.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(
            input.Stream, AWSConfigs.StreamingUtf8JsonReaderBufferSize ?? BufferSize, input.JsonMaxDepth);
        var error = new JsonErrorResponseUnmarshaller().Unmarshall(input, ref reader);
        (error.InnerException, error.StatusCode) = (innerException, statusCode);
        return refused(error);
    }
}
