using Amazon.Runtime.Internal;

namespace Amazon.BedrockRuntime.Model;

public class ModelNotReadyException : AmazonBedrockRuntimeException
{
    public ModelNotReadyException(string message)
        : base(message)
    {
    }

    internal ModelNotReadyException(ErrorResponse error)
        : base(error)
    {
    }
}
