using Amazon.Runtime.Endpoints;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>The pipeline keeps a resolved endpoint for as long as these stay equal, so they live in the SDK's own bag.</summary>
internal sealed class ServiceEndpointParameters : EndpointParameters
{
    public string? Region { get => (string?)this[nameof(Region)]; init => this[nameof(Region)] = value; }

    /// <summary>The endpoint that the code, the environment or the profile set, if any.</summary>
    public string? Url { get => (string?)this[nameof(Url)]; init => this[nameof(Url)] = value; }

    public bool DualStack { get => true.Equals(this[nameof(DualStack)]); init => this[nameof(DualStack)] = value; }

    public bool Fips { get => true.Equals(this[nameof(Fips)]); init => this[nameof(Fips)] = value; }
}
