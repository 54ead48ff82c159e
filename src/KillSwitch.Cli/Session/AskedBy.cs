using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Stops;

namespace KillSwitch.Cli.Session;

/// <summary>Whether the guard would carry out what this person asks for: said before anything is written.</summary>
internal static class AskedBy
{
    /// <summary>Whether it would not; that was said then.</summary>
    public static async Task<bool> IsRefusedAsync(GuardSession session, Terminal terminal, CancellationToken cancellation)
    {
        var place = session.Guard.Place;
        if (new Asking(place.Operators)
            .Refusal(await session.CallerAsync(cancellation), await session.Guard.Stops.OpenAsync(cancellation)) is not { } refusal)
        {
            return false;
        }

        terminal.Warn("killswitch: nothing was done: "
            + $"{refusal}{(place.Operators.Count == 0 ? "" : $"; its operators are {string.Join(", ", place.Operators)}")}");
        return true;
    }
}
