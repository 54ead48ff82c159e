using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.EventBridge;

internal sealed class AmazonEventBridgeException(ErrorResponse error) : ServiceException(error);
