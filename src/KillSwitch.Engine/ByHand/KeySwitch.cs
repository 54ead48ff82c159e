using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.ByHand;

/// <summary>Long-term API keys of a stopped user: deactivated with its stop, and exactly those reactivated with its restore.</summary>
public sealed class KeySwitch(IApiKeys keys, Enforcement enforcement)
{
    private const string User = "user/";

    /// <summary>The name of the user; null where the target is none.</summary>
    public static string? UserOf(StopTarget target) =>
        target is StopTarget.Principal { PrincipalName: var name } && name.StartsWith(User, StringComparison.Ordinal)
        ? name[User.Length..]
        : null;

    /// <summary>Writes down which keys are meant before any is touched.</summary>
    /// <param name="stop">The stop of a user.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<KeyResult> DeactivateAsync(Stop stop, Asker.Heard by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (UserOf(stop.Target) is not { } user)
            throw new ArgumentException($"`{stop.Target.Name}` is no user", nameof(stop));
        var active = await keys.ActiveAsync(user, cancellation);
        if (active.Count == 0)
            return new KeyResult.Nothing(stop);
        switch (await enforcement.CommandAsync(stop, new StopCommand.DeactivateKeys(now, by.Arn, active), cancellation))
        {
            case StopTransition.To { Next: var next }:
                stop = next;
                break;
            case StopTransition.Refused { Reason: var reason }:
                return new KeyResult.Refused(stop, reason);
        }

        return Result(stop, await keys.SetAsync(user, active, areActive: false, cancellation));
    }

    /// <summary>Reactivates what the stop deactivated; the deny holds until that is done.</summary>
    public async ValueTask<KeyResult> ReactivateAsync(Stop stop, Asker.Heard by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!stop.IsActive || stop.KeysOff.Count == 0 || UserOf(stop.Target) is not { } user)
            return new KeyResult.Done(stop);
        var wrong = await keys.SetAsync(user, stop.KeysOff, areActive: true, cancellation);
        return wrong.Count == 0
            && await enforcement.CommandAsync(
                stop, new StopCommand.ReactivateKeys(now, by.Arn), cancellation) is StopTransition.To { Next: var next }
            ? new KeyResult.Done(next)
            : Result(stop, wrong);
    }

    private static KeyResult Result(Stop stop, IReadOnlyList<string> wrong) =>
        wrong.Count == 0 ? new KeyResult.Done(stop) : new KeyResult.Wrong(stop, wrong);
}
