using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class IdentityManagementService
{
    public static ServiceIdentity Identity { get; } = new("IAM", "2010-05-08", "iam", "iam")
    {
        Hosts =
        [
            new("aws", "iam{fips}.global.{suffix}") { DualStack = true },
            new("aws-cn", "iam.cn-north-1.{suffix}") { Fips = false, DualStack = false, SigningRegion = "cn-north-1" },
            new("aws-cn", "iam.global.{suffix}") { Fips = false, DualStack = true, SigningRegion = "cn-north-1" },
            new("aws-us-gov", "iam.us-gov.{suffix}"),
            new("aws-iso", "iam{fips}.{home}.{suffix}") { DualStack = false },
            new("aws-iso-b", "iam{fips}.{home}.{suffix}") { DualStack = false },
            new("aws-iso-e", "iam.{home}.{suffix}") { Fips = false, DualStack = false },
            new("aws-iso-f", "iam.{home}.{suffix}") { Fips = false, DualStack = false },
            new("aws-eusc", "iam.{home}.{suffix}") { Fips = false, DualStack = false },
            new(null, "iam{fips}.{suffix}"),
        ],
    };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonIdentityManagementServiceException(error));
}
