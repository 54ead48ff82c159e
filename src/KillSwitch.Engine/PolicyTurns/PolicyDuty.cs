using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>
/// The watch's duty to the policy: a version that is new is taken up, once more when everyone goes by it, and in every minute between
/// nothing is left standing that it does not stand behind.
/// </summary>
/// <param name="version">Of the policy in force, 1 or more.</param>
/// <param name="memory">Which version was taken up.</param>
/// <param name="turn">The turn to the policy in force from another; null for none.</param>
/// <param name="versions">Finds an earlier version; null where there is none, or it cannot be read.</param>
public sealed class PolicyDuty(
    int version, IGuardMemory memory, Func<RuleBook?, PolicyTurn> turn, Func<int, CancellationToken, ValueTask<Policy?>> versions)
{
    private const string Name = "policyTurn";

    // A process knows the policy for a minute, and may be in the middle of a batch.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    /// <returns>The stops that began or ended, as they stand now.</returns>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var state = TurnState.Parse(await memory.RecallAsync(Name, cancellation));
        if (state.Version == version && !(state.SettlesAt - Early <= now))
            return await turn(null).EndFallenAsync(now, cancellation);

        var isNew = state.Version != version;
        // While one has not settled, what was counted by is the one before it.
        var before = isNew && state.SettlesAt is null ? state.Version : state.Before;
        var earlier = before > 0 && await versions(before, cancellation) is { } policy ? new RuleBook(policy) : null;
        var changed = await turn(earlier).RunAsync($"{version}/{(isNew ? "taken" : "settled")}", now, cancellation);
        // Kept last: whoever dies before does it again.
        await memory.KeepAsync(Name, new TurnState(version, before, isNew ? now + Settles : null).ToText(), cancellation);
        return changed;
    }
}
