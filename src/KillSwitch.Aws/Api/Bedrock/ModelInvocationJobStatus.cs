using Amazon.Runtime;

namespace Amazon.Bedrock;

public class ModelInvocationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelInvocationJobStatus Submitted = new("Submitted");

    public static readonly ModelInvocationJobStatus InProgress = new("InProgress");

    public static readonly ModelInvocationJobStatus Validating = new("Validating");

    public static readonly ModelInvocationJobStatus Scheduled = new("Scheduled");
}
