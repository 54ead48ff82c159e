using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Organizations;

/// <summary>What the account itself answers.</summary>
internal sealed class InnerEnforcer(EnforcementResult denied, bool? isDenied = null) : IEnforcer
{
    public static InnerEnforcer Unchangeable { get; } = new(new EnforcementResult.Failed(StopFailure.Unmodifiable, "nobody can change it"));

    public static InnerEnforcer Full { get; } =
        new(new EnforcementResult.Failed(StopFailure.PolicyLimitReached, "it has no room"), isDenied: false);

    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        ValueTask.FromResult(denied);

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

    public string? Obstacle(StopTarget target) => (denied as EnforcementResult.Failed)?.Reason;

    public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult(isDenied);
}
