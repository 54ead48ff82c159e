using Amazon.Runtime;

namespace Amazon.Bedrock;

public class CommitmentDuration(string value) : ConstantClass(value)
{
    public static readonly CommitmentDuration OneMonth = new("OneMonth");

    public static readonly CommitmentDuration SixMonths = new("SixMonths");
}
