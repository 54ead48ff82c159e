using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class OrganizationsService
{
    public static ServiceIdentity Identity { get; } = new("Organizations", "2016-11-28", "organizations", "organizations")
    {
        Hosts =
        [
            new("aws", "organizations{fips}.{home}.{suffix}") { DualStack = false },
            new("aws-us-gov", "organizations.{home}.{suffix}") { DualStack = false },
            new(null, "organizations.{home}.{suffix}") { Fips = false, DualStack = false },
        ],
    };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSOrganizationsV20161128", error => new AmazonOrganizationsException(error));
}
