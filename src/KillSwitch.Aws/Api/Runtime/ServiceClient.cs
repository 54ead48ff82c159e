using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>
/// The SDK's pipeline for a service whose package is not at hand: credentials, signing, retries, clock skew and settings are the SDK's,
/// only the endpoint's name is ours.
/// </summary>
public abstract class ServiceClient : AmazonServiceClient
{
    private protected ServiceClient(AWSCredentials? credentials, ServiceConfig config)
        : base(credentials, config)
    {
    }

    protected override IServiceMetadata ServiceMetadata => new Metadata(((ServiceConfig)Config).Id);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new ServiceEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureV4());
    }

    private sealed record Metadata(string ServiceId) : IServiceMetadata
    {
        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }
}
