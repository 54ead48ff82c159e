using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

public class Message
{
    public ConversationRole? Role { get; set; }

    public List<ContentBlock>? Content { get; set; }

    internal static void Write(Utf8JsonWriter to, Message message) =>
        to.Add("role", message.Role?.Value).AddObjects("content", message.Content, ContentBlock.Write);
}
