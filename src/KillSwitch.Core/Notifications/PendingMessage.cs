using System.Security.Cryptography;
using System.Text;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Notifications;

/// <summary>A word that people are to be told, kept from the moment it is decided until every channel was told.</summary>
/// <param name="Id">The same for the same word; at most 100 characters.</param>
/// <param name="At">When it was decided.</param>
public sealed record PendingMessage(string Id, DateTimeOffset At, MessageContent Content)
{
    /// <summary>Whom it waits for; null as long as whoever wrote it may be about to tell it.</summary>
    public Waiting? Waiting { get; init; }

    /// <summary>A stop in the state that it just came to.</summary>
    public static PendingMessage Of(Stop stop, DateTimeOffset at) => new($"{stop.Id}/{stop.Revision}", at, new MessageContent.OfStop(stop));

    public static PendingMessage Of(Notice notice) => new(IdOf(notice.Key), notice.At, new MessageContent.OfNotice(notice));

    /// <summary>An alert that is told once for each key.</summary>
    public static PendingMessage Of(NoticeKey key, Alert alert) => new(IdOf(key), alert.At, new MessageContent.OfAlert(alert));

    /// <summary>An alert that is written with nothing: it is kept only where it cannot be told.</summary>
    public static PendingMessage Of(Alert alert)
    {
        var text = FormattableString.Invariant($"{alert.Kind}\n{alert.At:O}\n{alert.Head}\n{alert.Subject}\n{alert.Text}");
        return new($"alert/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}", alert.At,
            new MessageContent.OfAlert(alert));
    }

    private static string IdOf(NoticeKey key) => $"{key.Id} {key.Level}";
}

/// <summary>That a message could not be told at once, or is to be told with others.</summary>
/// <param name="For">The channels that have yet to be told.</param>
/// <param name="Since">When it began to wait: what has waited longest is told first.</param>
public sealed record Waiting(Channels For, DateTimeOffset Since)
{
    /// <summary>The ARNs of the owners' topics that have yet to be told.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Whether everybody was told.</summary>
    public bool IsOver => For == Channels.None && Topics.Count == 0;
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
