using Amazon.Organizations.Model;
using Amazon.Runtime.Internal;
using Amazon.Runtime;
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

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSOrganizationsV20161128", new ErrorCodes(
        error => new AmazonOrganizationsException(error),
        new Dictionary<string, Func<ErrorResponse, AmazonServiceException>>
        {
            ["AccessDeniedException"] = error => new AccessDeniedException(error),
            ["AWSOrganizationsNotInUseException"] = error => new AWSOrganizationsNotInUseException(error),
            ["ConcurrentModificationException"] = error => new ConcurrentModificationException(error),
            ["ConstraintViolationException"] = error => new ConstraintViolationException(error),
            ["DuplicatePolicyAttachmentException"] = error => new DuplicatePolicyAttachmentException(error),
            ["InvalidInputException"] = error => new InvalidInputException(error),
            ["PolicyNotAttachedException"] = error => new PolicyNotAttachedException(error),
            ["PolicyNotFoundException"] = error => new PolicyNotFoundException(error),
            ["PolicyTypeNotEnabledException"] = error => new PolicyTypeNotEnabledException(error),
            ["ServiceException"] = error => new ServiceException(error),
            ["TargetNotFoundException"] = error => new TargetNotFoundException(error),
            ["TooManyRequestsException"] = error => new TooManyRequestsException(error),
        }));
}
