using Amazon.Runtime;

namespace Amazon.Bedrock;

public class EvaluationJobStatus(string value) : ConstantClass(value)
{
    public static readonly EvaluationJobStatus InProgress = new("InProgress");
}
