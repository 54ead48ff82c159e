using Amazon.Runtime;

namespace Amazon.Bedrock;

public class ModelInvocationJobStatus(string value) : ConstantClass(value)
{
    public static readonly ModelInvocationJobStatus Submitted = new("Submitted");

    public static readonly ModelInvocationJobStatus InProgress = new("InProgress");

    public static readonly ModelInvocationJobStatus Completed = new("Completed");

    public static readonly ModelInvocationJobStatus Failed = new("Failed");

    public static readonly ModelInvocationJobStatus Stopping = new("Stopping");

    public static readonly ModelInvocationJobStatus Stopped = new("Stopped");

    public static readonly ModelInvocationJobStatus PartiallyCompleted = new("PartiallyCompleted");

    public static readonly ModelInvocationJobStatus Expired = new("Expired");

    public static readonly ModelInvocationJobStatus Validating = new("Validating");

    public static readonly ModelInvocationJobStatus Scheduled = new("Scheduled");

    public static implicit operator ModelInvocationJobStatus(string value) => FindValue<ModelInvocationJobStatus>(value);
}
