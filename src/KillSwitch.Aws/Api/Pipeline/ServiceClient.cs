using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>A client on the SDK's own pipeline: its credentials, signing, retries and clock-skew correction.</summary>
public abstract class ServiceClient : AmazonServiceClient
{
    protected ServiceClient(AWSCredentials credentials, ServiceConfig config)
        : base(credentials, config)
    {
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new ServiceEndpointResolver());
        pipeline.AddHandlerAfter<RetryHandler>(new SignatureV4());
    }

    private protected Task<TResponse> SendAsync<TRequest, TResponse>(TRequest request, IOperation operation, CancellationToken cancellation)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        InvokeAsync<TResponse>(
            request,
            new InvokeOptions { RequestMarshaller = operation.Marshaller, ResponseUnmarshaller = operation.Unmarshaller },
            cancellation);

    private sealed class SignatureV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => [new AuthSchemeOption { SchemeId = "aws.auth#sigv4" }];
    }

    private sealed class ServiceEndpointResolver : BaseEndpointResolver
    {
        protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
        {
            var context = executionContext.RequestContext;
            var config = (ServiceConfig)context.ClientConfig;
            if (config.RegionEndpoint is { } region && string.IsNullOrEmpty(config.AuthenticationRegion))
                context.Request.AuthenticationRegion = config.Service.SigningRegion(region);
        }

        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }
}
