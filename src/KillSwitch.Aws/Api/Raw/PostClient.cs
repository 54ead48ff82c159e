using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using KillSwitch.Aws.Api.Runtime;

namespace KillSwitch.Aws.Api.Raw;

internal sealed class PostConfig : ServiceConfig
{
    public PostConfig(ServiceIdentity service)
        : base(service) => Service = service;

    internal ServiceIdentity Service { get; }
}

internal sealed class PostException(ErrorResponse error) : ServiceException(error);

/// <summary>The SDK's pipeline for requests of any body: it signs them, and sends each once.</summary>
internal sealed class PostClient(AWSCredentials credentials, PostConfig config) : ServiceClient(credentials, config)
{
    /// <summary>Signs as Bedrock's control plane does.</summary>
    public static ServiceIdentity Runtime { get; } = new("Bedrock Runtime", "2023-09-30", "bedrock", "bedrock-runtime");

    /// <summary>OpenAI's own forms, in a domain of its own.</summary>
    public static ServiceIdentity Mantle { get; } = new("Bedrock Mantle", "2025-12-01", "bedrock-mantle", "bedrock-mantle")
    {
        Hosts = [new(null, "bedrock-mantle.{region}.api.aws")],
    };

    private readonly ServiceIdentity _service = config.Service;

    public Task<PostResponse> PostAsync(PostRequest request, CancellationToken cancellation) => InvokeAsync<PostResponse>(
        request,
        new InvokeOptions { RequestMarshaller = new Marshaller(_service), ResponseUnmarshaller = new Unmarshaller() },
        cancellation);

    private sealed class Marshaller(ServiceIdentity service) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var post = (PostRequest)input;
            var request = new DefaultRequest(input, service.Id)
            {
                HttpMethod = "POST",
                ResourcePath = post.Path,
                Content = post.Body,
            };
            if (post.ModelId is { } model)
                request.AddPathResource("{modelId}", model);
            request.Headers["Content-Type"] = "application/json";
            request.Headers["Accept"] = post.Accept;
            return request;
        }
    }

    private sealed class Unmarshaller : JsonResponseUnmarshaller
    {
        private const int BufferSize = 4096;

        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
        {
            using var body = new MemoryStream();
            input.Stream.CopyTo(body);
            return new PostResponse
            {
                Body = body.ToArray(),
                RequestId = Header("x-amzn-RequestId"),
                InputTokenCount = Header("X-Amzn-Bedrock-Input-Token-Count"),
                OutputTokenCount = Header("X-Amzn-Bedrock-Output-Token-Count"),
            };

            string? Header(string name) => input.ResponseData.GetHeaderValue(name) is { Length: > 0 } value ? value : null;
        }

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var reader = new StreamingUtf8JsonReader(
                input.Stream, AWSConfigs.StreamingUtf8JsonReaderBufferSize ?? BufferSize, input.JsonMaxDepth);
            var error = new JsonErrorResponseUnmarshaller().Unmarshall(input, ref reader);
            (error.InnerException, error.StatusCode) = (innerException, statusCode);
            return new PostException(error);
        }
    }
}
