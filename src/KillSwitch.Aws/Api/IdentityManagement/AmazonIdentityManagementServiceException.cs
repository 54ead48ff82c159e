using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.IdentityManagement;

internal sealed class AmazonIdentityManagementServiceException(ErrorResponse error) : ServiceException(error);
