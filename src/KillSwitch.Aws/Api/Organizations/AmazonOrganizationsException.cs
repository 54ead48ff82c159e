using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;

namespace Amazon.Organizations;

internal sealed class AmazonOrganizationsException(ErrorResponse error) : ServiceException(error);
