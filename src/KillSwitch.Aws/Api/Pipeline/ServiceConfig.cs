using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>The settings of a client, all of them the SDK's own.</summary>
public abstract class ServiceConfig : ClientConfig
{
    protected ServiceConfig(ServiceDescription service)
        : base(new DefaultConfigurationProvider([new StandardDefaults()]))
    {
        Service = service;
        ServiceId = service.Id;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new Provider(this);
    }

    public ServiceDescription Service { get; }

    public override string ServiceVersion => Service.Version;

    public override string UserAgent => "KillSwitch";

    public override string RegionEndpointServiceName => Service.EndpointPrefix;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(new EndpointParameters());

    /// <summary>The endpoint that was given, by a setting or by the environment; else the service's own.</summary>
    private sealed class Provider(ServiceConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => config.ServiceURL is { Length: > 0 } own
            ? new Endpoint(own)
            : new Endpoint(config.Service.Url(config.RegionEndpoint ?? throw new AmazonClientException("no region is known")));
    }

    /// <summary>The SDK's standard mode: what every official client starts with.</summary>
    private sealed class StandardDefaults : IDefaultConfiguration
    {
        public DefaultConfigurationMode Name => DefaultConfigurationMode.Standard;

        public RequestRetryMode RetryMode => RequestRetryMode.Standard;

        public S3UsEast1RegionalEndpointValue S3UsEast1RegionalEndpoint => S3UsEast1RegionalEndpointValue.Regional;

        public TimeSpan? ConnectTimeout => null;

        public TimeSpan? TlsNegotiationTimeout => null;

        public TimeSpan? TimeToFirstByteTimeout => null;

        public TimeSpan? HttpRequestTimeout => null;
    }
}
