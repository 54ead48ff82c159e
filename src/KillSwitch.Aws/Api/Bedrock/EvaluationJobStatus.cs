using Amazon.Runtime;

namespace Amazon.Bedrock;

public class EvaluationJobStatus(string value) : ConstantClass(value)
{
    public static readonly EvaluationJobStatus InProgress = new("InProgress");

    public static readonly EvaluationJobStatus Completed = new("Completed");

    public static readonly EvaluationJobStatus Failed = new("Failed");

    public static readonly EvaluationJobStatus Stopping = new("Stopping");

    public static readonly EvaluationJobStatus Stopped = new("Stopped");

    public static readonly EvaluationJobStatus Deleting = new("Deleting");

    public static implicit operator EvaluationJobStatus(string value) => FindValue<EvaluationJobStatus>(value);
}
