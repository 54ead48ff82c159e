using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.CloudTrail;

internal sealed class AmazonCloudTrailException(ErrorResponse error) : ServiceException(error);
