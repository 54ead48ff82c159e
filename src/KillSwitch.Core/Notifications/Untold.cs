using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Notifications;

/// <summary>A word that people are to be told, kept from the moment it is decided until it was told.</summary>
/// <param name="Id">The same for the same word; at most 100 characters.</param>
/// <param name="At">When it was decided.</param>
public sealed record Untold(string Id, DateTimeOffset At, Word Word)
{
    /// <summary>A stop in the state that it just came to.</summary>
    public static Untold Of(Stop stop, DateTimeOffset at) => new($"{stop.Id}/{stop.Revision}", at, new Word.OfStop(stop));

    public static Untold Of(Notice notice) => new(IdOf(notice.Key), notice.At, new Word.OfNotice(notice));

    /// <summary>An alert that is told once for each key.</summary>
    public static Untold Of(NoticeKey key, Alert alert) => new(IdOf(key), alert.At, new Word.OfAlert(alert));

    private static string IdOf(NoticeKey key) => $"{key.Trip.StopId()} {key.Level}";
}

/// <summary>What a message is about.</summary>
public abstract record Word
{
    private Word()
    {
    }

    public sealed record OfStop(Stop Stop) : Word;

    public sealed record OfNotice(Notice Notice) : Word;

    public sealed record OfAlert(Alert Alert) : Word;
}
