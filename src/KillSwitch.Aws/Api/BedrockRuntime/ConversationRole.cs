using Amazon.Runtime;

namespace Amazon.BedrockRuntime;

public class ConversationRole(string value) : ConstantClass(value)
{
    public static readonly ConversationRole Assistant = new("assistant");

    public static readonly ConversationRole User = new("user");

    public static implicit operator ConversationRole(string value) => FindValue<ConversationRole>(value);
}
