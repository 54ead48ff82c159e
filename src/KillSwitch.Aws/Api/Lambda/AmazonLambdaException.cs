using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.Lambda;

internal sealed class AmazonLambdaException(ErrorResponse error) : ServiceException(error);
