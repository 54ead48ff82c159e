using Amazon.Runtime.Internal;

namespace Amazon.EventBridge.Model;

public class ResourceNotFoundException : AmazonEventBridgeException
{
    public ResourceNotFoundException(string message)
        : base(message)
    {
    }

    internal ResourceNotFoundException(ErrorResponse error)
        : base(error)
    {
    }
}
