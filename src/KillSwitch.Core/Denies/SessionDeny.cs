using System.Buffers;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Denies all spending to the sessions of a role that its tags name, and to no other session of it. Written once: whom it denies is
/// what the tags say.
/// </summary>
public static class SessionDeny
{
    // What a session may be called, without the comma, which no tag may hold.
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=.@-");

    /// <summary>What a tag must say for the deny to cut the session; null for a name that no tag can hold.</summary>
    /// <param name="session">Which session.</param>
    /// <param name="tags">The guard's; null for those of a stack with the default name.</param>
    public static TagMark? MarkOf(StopTarget.Session session, StopTags? tags = null) =>
        session.SessionName.Length is >= 2 and <= 64 && !session.SessionName.AsSpan().ContainsAnyExcept(Characters)
            ? new TagMark((tags ?? StopTags.Default).Sessions, session.SessionName)
            : null;

    /// <summary>One managed policy; shorter than <see cref="DenyDocument.MaximumLength"/>.</summary>
    /// <param name="guard">What of the guard's no session of the role may change; null for nothing.</param>
    public static string Document(GuardResources? guard = null) => DenyDocument.Write(
    [
        new(
            "SpendInAStoppedSession",
            [.. SpendingDeny.SpendingActions],
            DenyStatement.EveryResource,
            // `AROA…:session`. A session has two characters or more: the value of a missing tag is none's name.
            new("StringLike", "aws:userid", [.. (guard?.Tags ?? StopTags.Default).Sessions.Variables.Select(name => "*:" + name)])),
        .. StopProtection.Statements,
        .. GuardDeny.Statements(guard, []),
    ]);
}
