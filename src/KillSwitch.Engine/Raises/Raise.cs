using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Raises;

/// <summary>Room beyond the limit of one counter, until a time.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Rule">Whose limit.</param>
/// <param name="Counter">As <see cref="KillSwitch.Core.Scopes.ScopeText"/> writes it.</param>
/// <param name="Account">Whose counter.</param>
/// <param name="Amount">In the unit of the rule's limit.</param>
/// <param name="Until">From when on it counts no more.</param>
/// <param name="GrantedTo">Up to where windows have it, in seconds since 1970; under a trailing window for ever.</param>
public sealed record Raise(
    string Id, string Rule, string Counter, string Account, decimal Amount, DateTimeOffset Until, long GrantedTo)
{
    /// <summary>Under a trailing window it counts for every window until it is taken back.</summary>
    public bool IsStanding => GrantedTo == Window.Always.End;
}
