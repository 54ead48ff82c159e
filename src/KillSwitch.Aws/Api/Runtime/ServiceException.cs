using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>A service's own error; <see cref="AmazonServiceException.ErrorCode"/> says which, as it goes over the wire.</summary>
internal abstract class ServiceException(ErrorResponse error)
    : AmazonServiceException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);
