using KillSwitch.Core.Caching;
using KillSwitch.Core.Policies;

namespace KillSwitch.Cli.Caching;

/// <summary>Which sessions are looked at; a pattern that is null lets everything through.</summary>
internal sealed record SessionFilter(Glob? Principal, Glob? Session)
{
    public IReadOnlyList<SessionCaching> Of(IEnumerable<SessionCaching> sessions) =>
        [.. sessions.Where(session => Principal?.Matches(session.Principal) != false && Session?.Matches(session.Session) != false)];
}
