using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>Settings of a thin client: names and hosts of its service, all else as the SDK has it.</summary>
public abstract class ServiceConfig : ClientConfig
{
    private readonly ServiceIdentity _service;

    private protected ServiceConfig(ServiceIdentity service)
        : base(new DefaultConfigurationProvider(DefaultsMode.All))
    {
        _service = service;
        UserAgent = InternalSDKUtils.BuildUserAgentString(service.Id, ProductVersion);
        ServiceId = service.Id;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new ServiceEndpointProvider(service);
    }

    public override string RegionEndpointServiceName => _service.EndpointPrefix;

    public override string ServiceVersion => _service.Version;

    public override string UserAgent { get; }

    internal string Id => _service.Id;

    private static string ProductVersion => typeof(ServiceConfig).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        using var request = new DefaultRequest(parameters.Request, _service.Id) { AlternateEndpoint = parameters.AlternateEndpoint };
        return new ServiceEndpointResolver().GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(
            new RequestContext(false) { ClientConfig = this, OriginalRequest = parameters.Request, Request = request }, null));
    }
}
