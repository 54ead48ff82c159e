using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.CloudFormation;

internal sealed class AmazonCloudFormationException(ErrorResponse error) : ServiceException(error);
