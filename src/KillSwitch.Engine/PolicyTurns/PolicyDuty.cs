using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>
/// The watch's duty to the policy: a version that is new is taken up, again in each minute until everyone goes by it, and from then on
/// nothing is left standing that it does not stand behind.
/// </summary>
/// <param name="version">Of the policy in force, 1 or more.</param>
/// <param name="memory">Which version was taken up.</param>
/// <param name="turn">The turn to the policy in force from earlier ones.</param>
/// <param name="versions">Finds an earlier version; null where there is none, or it cannot be read.</param>
public sealed class PolicyDuty(
    int version, IGuardMemory memory, Func<IReadOnlyList<RuleBook>, PolicyTurn> turn,
    Func<int, CancellationToken, ValueTask<Policy?>> versions)
{
    private const string Name = "policyTurn";

    // A process knows the policy for a minute, and may be in the middle of a batch.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Early = TimeSpan.FromSeconds(10);

    // Nobody applies more within the minutes of one.
    private const int MostEarlier = 20;

    private bool _isTold;

    /// <summary>
    /// Tells of every version since the one that is given, 0 for none; what was told before is not told again. Null where nobody is told.
    /// </summary>
    public Func<int, DateTimeOffset, CancellationToken, ValueTask>? Tell { get; init; }

    /// <returns>The stops that began or ended, as they stand now.</returns>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var state = TurnState.Parse(await memory.RecallAsync(Name, cancellation));
        var isNew = state.Version != version;
        if (!isNew && state.SettlesAt is null)
        {
            var ended = await turn([]).EndFallenAsync(now, cancellation);
            await TellAsync(version - 1, now, cancellation);
            return ended;
        }

        // Again in each minute until everyone goes by it: somebody may count and judge by the one before.
        var pass = FormattableString.Invariant($"{version}/{now.ToUnixTimeSeconds() / 60}");
        var changed = await turn(await EarlierAsync(state, version, versions, cancellation)).RunAsync(pass, now, cancellation);
        await TellAsync(isNew ? state.Version : version - 1, now, cancellation);
        // Kept last: whoever dies before does it again.
        if (isNew || state.SettlesAt - Early <= now)
        {
            await memory.KeepAsync(
                Name, new TurnState(version, BeforeOf(state, version), isNew ? now + Settles : null).ToText(), cancellation);
        }

        return changed;
    }

    // Once by a process, and again by the next: it may have died before it told.
    private async ValueTask TellAsync(int since, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_isTold || Tell is null)
            return;
        await Tell(Math.Max(since, version - MostEarlier), now, cancellation);
        _isTold = true;
    }

    /// <summary>
    /// The policies that were counted by since the last one that everybody went by, that one first; those that cannot be read are left out.
    /// </summary>
    public static async ValueTask<IReadOnlyList<RuleBook>> EarlierAsync(
        IGuardMemory memory, int version, Func<int, CancellationToken, ValueTask<Policy?>> versions, CancellationToken cancellation) =>
        await EarlierAsync(TurnState.Parse(await memory.RecallAsync(Name, cancellation)), version, versions, cancellation);

    private static async ValueTask<IReadOnlyList<RuleBook>> EarlierAsync(
        TurnState state, int version, Func<int, CancellationToken, ValueTask<Policy?>> versions, CancellationToken cancellation)
    {
        var earlier = new List<RuleBook>();
        for (var number = Math.Max(BeforeOf(state, version), version - MostEarlier); number < version; number++)
        {
            if (number > 0 && await versions(number, cancellation) is { } policy)
                earlier.Add(new RuleBook(policy));
        }

        return earlier;
    }

    // While one has not settled, what was counted by is the one before it.
    private static int BeforeOf(TurnState state, int version) =>
        state.Version != version && state.SettlesAt is null ? state.Version : state.Before;
}
