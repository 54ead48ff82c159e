using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Session.Acts;

/// <summary>
/// Denies and allows, with a note of what has no stop that was written just now: a stop that stands, or a deny that no stop is behind.
/// </summary>
internal sealed class SeenEnforcer(IEnforcer enforcer, Undertaking undertaking) : IEnforcer
{
    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        NoteIfAlone(target, "is on record as stopped, and the guard puts its deny in place within a minute");
        return enforcer.DenyAsync(target, now, cancellation);
    }

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        NoteIfAlone(target, $"may still be denied: `killswitch restore {PlainText.Of(target.Name)}` finishes it");
        return enforcer.AllowAsync(target, now, cancellation);
    }

    public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
        enforcer.IsDeniedAsync(target, cancellation);

    public ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) =>
        enforcer.IsDeniedToAsync(target, principal, cancellation);

    public ValueTask<bool> WouldAccountHoldAsync(StopTarget target, CancellationToken cancellation) =>
        enforcer.WouldAccountHoldAsync(target, cancellation);

    public string? Obstacle(StopTarget target) => enforcer.Obstacle(target);

    private void NoteIfAlone(StopTarget target, string what)
    {
        if (undertaking.IsNothing)
            undertaking.Tell(target.Name, $"`{PlainText.Of(target.Name)}` {what}");
    }
}
