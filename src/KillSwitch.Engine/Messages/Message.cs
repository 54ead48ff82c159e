using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Messages;

/// <summary>What a person is told, and the same for a program and for a chat channel.</summary>
/// <param name="Subject">Less than 100 printable ASCII characters, as SNS wants it.</param>
/// <param name="Text">Plain text: lines of a label and what it says, 72 columns but for a command that is longer.</param>
/// <param name="Json">The same as one JSON object.</param>
/// <param name="Chat">The same as a custom notification of AWS's chat integration.</param>
public sealed record Message(string Subject, string Text, string Json, string Chat)
{
    /// <summary>What it is about, for filters: <c>stop</c>, <c>notice</c>, <c>logsSilent</c>, …</summary>
    public required string Kind { get; init; }

    public required Urgency Urgency { get; init; }

    /// <summary>One line, of plain text, for a list of messages.</summary>
    public required string Headline { get; init; }

    /// <summary>What a person would type about it; null where there is nothing to type.</summary>
    public string? Command { get; init; }

    public static Message Of(MessageContent content, GuardAddress guard) => content switch
    {
        MessageContent.OfStop { Stop: var stop } => StopMessage.Of(stop, guard),
        MessageContent.OfNotice { Notice: var notice } => NoticeMessage.Of(notice, guard),
        MessageContent.OfAlert { Alert: var alert } => AlertMessage.Of(alert, guard),
        _ => throw new InvalidOperationException("a message is of a stop, a notice or an alert"),
    };
}
