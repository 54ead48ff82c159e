using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Stops;

/// <summary>Long-term API keys of a stopped user: deactivated with its stop, and exactly those reactivated with its restore.</summary>
internal static class KeySwitch
{
    /// <summary>The name of the user.</summary>
    /// <exception cref="BadInputException">The target is no user.</exception>
    public static string UserOf(StopTarget target) =>
        target is StopTarget.Principal { PrincipalName: var name } && name.StartsWith("user/", StringComparison.Ordinal)
        ? name["user/".Length..]
        : throw new BadInputException($"`--deactivate-keys` is of users, who alone hold long-term API keys, and `{target.Name}` is none");

    /// <summary>Writes down which keys are meant before any is touched. Returns the stop as it stands, and whether all are off.</summary>
    public static async Task<(
        Stop Stop, bool IsDone)> DeactivateAsync(GuardSession session, Stop stop, Terminal terminal, CancellationToken cancellation)
    {
        var (user, keys) = (UserOf(stop.Target), session.Guard.Keys);
        var active = await keys.ActiveAsync(user, cancellation);
        if (active.Count == 0)
        {
            terminal.Warn($"killswitch: `{stop.Target.Name}` has no API key for Bedrock that works");
            return (stop, true);
        }

        switch (await session.Guard.Enforcement.CommandAsync(
            stop, new StopCommand.DeactivateKeys(GuardSession.Now, await session.CallerAsync(cancellation), active), cancellation))
        {
            case StopTransition.To { Next: var next }:
                stop = next;
                break;
            case StopTransition.Refused { Reason: var reason }:
                terminal.Warn($"killswitch: the keys of `{stop.Id}` were not deactivated: {reason}");
                return (stop, false);
        }

        return (stop, Tell(stop, await keys.SetAsync(user, active, areActive: false, cancellation), "still work", terminal));
    }

    /// <summary>Reactivates what the stop deactivated; the deny holds until that is done.</summary>
    public static async Task<(
        Stop Stop, bool IsDone)> ReactivateAsync(GuardSession session, Stop stop, Terminal terminal, CancellationToken cancellation)
    {
        if (!stop.IsActive || stop.KeysOff.Count == 0)
            return (stop, true);
        if (!Tell(stop, await session.Guard.Keys.SetAsync(UserOf(stop.Target), stop.KeysOff, areActive: true, cancellation),
            "do not work yet, and nothing was restored", terminal))
        {
            return (stop, false);
        }

        var transition = await session.Guard.Enforcement.CommandAsync(
            stop, new StopCommand.ReactivateKeys(GuardSession.Now, await session.CallerAsync(cancellation)), cancellation);
        return (transition is StopTransition.To { Next: var next } ? next : stop, true);
    }

    private static bool Tell(Stop stop, IReadOnlyList<string> wrong, string how, Terminal terminal)
    {
        if (wrong.Count > 0)
            terminal.Warn($"killswitch: `{stop.Id}`: IAM accepted the change, and these API keys {how}: {string.Join(", ", wrong)}");
        return wrong.Count == 0;
    }
}
