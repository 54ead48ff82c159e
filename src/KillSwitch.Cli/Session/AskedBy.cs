using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.ByHand;

namespace KillSwitch.Cli.Session;

/// <summary>Whether the guard would carry out what this person asks for: said before anything is written.</summary>
internal static class AskedBy
{
    /// <summary>Null where it would not; that was said then.</summary>
    public static async Task<Asker.Heard?> HeardAsync(GuardSession session, Terminal terminal, CancellationToken cancellation)
    {
        var (guard, caller) = (session.Guard, await session.CallerAsync(cancellation));
        var asker = await Asker.OfAsync(caller, guard.Enforcement, cancellation);
        if (asker is Asker.Refused { Why: var refusal })
        {
            var operators = guard.Place.Operators;
            terminal.Warn("killswitch: nothing was done: "
                + refusal
                + (operators.Count == 0 ? "" : $"; its operators are {string.Join(", ", operators)}{Further(guard.Place, caller)}"));
        }

        return asker as Asker.Heard;
    }

    // How whoever is not among them comes to be.
    private static string Further(Deployment place, string caller) =>
        Caller.Parse(caller).Principal is { Kind: PrincipalKind.Role or PrincipalKind.User, Name: var name }
            && !place.Operators.Contains(name)
            ? $": {place.Redeployment.With(DeployOption.List("operators", [.. place.Operators, name]))}, by whoever deploys, adds you"
            : "";
}
