using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Notifications;

/// <summary>A word that people are to be told, kept from the moment it is decided until it was told.</summary>
/// <param name="Id">The same for the same word; at most 100 characters.</param>
/// <param name="At">When it was decided.</param>
public sealed record PendingMessage(string Id, DateTimeOffset At, MessageContent Content)
{
    /// <summary>A stop in the state that it just came to.</summary>
    public static PendingMessage Of(Stop stop, DateTimeOffset at) => new($"{stop.Id}/{stop.Revision}", at, new MessageContent.OfStop(stop));

    public static PendingMessage Of(Notice notice) => new(IdOf(notice.Key), notice.At, new MessageContent.OfNotice(notice));

    /// <summary>An alert that is told once for each key.</summary>
    public static PendingMessage Of(NoticeKey key, Alert alert) => new(IdOf(key), alert.At, new MessageContent.OfAlert(alert));

    private static string IdOf(NoticeKey key) => $"{key.Id} {key.Level}";
}

/// <summary>What a message is about.</summary>
public abstract record MessageContent
{
    private MessageContent()
    {
    }

    public sealed record OfStop(Stop Stop) : MessageContent;

    public sealed record OfNotice(Notice Notice) : MessageContent;

    public sealed record OfAlert(Alert Alert) : MessageContent;
}
