using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.SimpleNotificationService;

internal sealed class AmazonSimpleNotificationServiceException(ErrorResponse error) : ServiceException(error);
