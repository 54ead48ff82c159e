using KillSwitch.Core.Caching;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Caching;

/// <summary>Which sessions are looked at; a pattern that is null lets everything through.</summary>
internal sealed record SessionFilter(PrincipalPattern? Principal, Glob? Session)
{
    /// <summary>Why none of the sessions that there are is let through; null where one is, or there is none at all.</summary>
    public string? Fault(IReadOnlyCollection<SessionCaching> sessions)
    {
        if (sessions.Count == 0 || Of(sessions).Count > 0)
            return null;
        return Principal is not null && !sessions.Any(one => Principal.MayMatch(one.Principal, one.Account))
            ? $"`--principal {Principal.Written.Pattern}` matches nobody who called"
                + NearestNames.Hint(Principal.Written.Pattern, sessions.Select(one => one.Principal))
            : Session is not null && !sessions.Any(one => Session.Matches(one.Session))
            ? $"`--session {Session.Pattern}` matches no session that called"
                + NearestNames.Hint(Session.Pattern, sessions.Select(one => one.Session))
            : "`--principal` and `--session` match no session together";
    }

    public IReadOnlyList<SessionCaching> Of(IEnumerable<SessionCaching> sessions) =>
        [.. sessions.Where(
            session => Principal?.MayMatch(session.Principal, session.Account) != false && Session?.Matches(session.Session) != false)];
}
