using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace KillSwitch.Aws.Api;

/// <summary>Settings of a thin client: names and hosts of its service, all else as the SDK has it.</summary>
public abstract class ServiceConfig : ClientConfig
{
    private readonly ServiceIdentity service;

    private protected ServiceConfig(ServiceIdentity service)
        : base(new DefaultConfigurationProvider(DefaultsMode.All))
    {
        this.service = service;
        UserAgent = InternalSDKUtils.BuildUserAgentString(service.Id, ProductVersion);
        ServiceId = service.Id;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new ServiceEndpointProvider(service);
    }

    public override string RegionEndpointServiceName => service.EndpointPrefix;

    public override string ServiceVersion => service.Version;

    public override string UserAgent { get; }

    internal string Id => service.Id;

    private static string ProductVersion => typeof(ServiceConfig).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        using var request = new DefaultRequest(parameters.Request, service.Id) { AlternateEndpoint = parameters.AlternateEndpoint };
        return new ServiceEndpointResolver().GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(
            new RequestContext(false) { ClientConfig = this, OriginalRequest = parameters.Request, Request = request }, null));
    }
}
