using KillSwitch.Cli.Terminals;
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
                + $"{refusal}{(operators.Count == 0 ? "" : $"; its operators are {string.Join(", ", operators)}")}");
        }

        return asker as Asker.Heard;
    }
}
