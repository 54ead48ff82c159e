using KillSwitch.Core.Caching;
using KillSwitch.Core.Policies;

namespace KillSwitch.Cli.Caching;

/// <summary>Which sessions are looked at; a pattern that is null lets everything through.</summary>
internal sealed record SessionFilter(PrincipalPattern? Principal, Glob? Session)
{
    public IReadOnlyList<SessionCaching> Of(IEnumerable<SessionCaching> sessions) =>
        [.. sessions.Where(
            session => Principal?.MayMatch(session.Principal, session.Account) != false && Session?.Matches(session.Session) != false)];
}
