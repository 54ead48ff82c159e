using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime;

public class AmazonBedrockRuntimeException : AmazonServiceException
{
    public AmazonBedrockRuntimeException(string message)
        : base(message)
    {
    }

    internal AmazonBedrockRuntimeException(ErrorResponse error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
