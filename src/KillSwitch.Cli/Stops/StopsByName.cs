using KillSwitch.Cli.Session;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Wording;

namespace KillSwitch.Cli.Stops;

/// <summary>Finds what a person means: a stop by its id, or every open stop of a target.</summary>
internal static class StopsByName
{
    /// <summary>Which stops somebody may have meant, as the end of a clause; empty where none is near.</summary>
    public static async Task<string> HintAsync(GuardSession session, string name, CancellationToken cancellation)
    {
        var known = session.Guard.Stops;
        var stops = (await known.OpenAsync(cancellation)).Concat(await known.ClosedAsync(cancellation)).ToList();
        return NearestNames.Hint(name, stops.Select(stop => stop.Target.Name).Concat(stops.Select(stop => stop.Id)));
    }

    public static async Task<IReadOnlyList<Stop>> FindAsync(GuardSession session, string name, CancellationToken cancellation)
    {
        if (name.StartsWith("stop-", StringComparison.Ordinal))
            return await session.Guard.Stops.FindAsync(name, cancellation) is { } stop ? [stop] : [];
        var open = (await session.Guard.Stops.OpenAsync(cancellation)).Where(IsMeant).ToList();
        // Restored already is an answer, too: the last one says so.
        return open.Count > 0 ? open : [.. (await session.Guard.Stops.ClosedAsync(cancellation)).Where(IsMeant).Take(1)];

        bool IsMeant(Stop stop) => stop.Target.Name == name || stop.Target switch
        {
            StopTarget.Principal principal => principal.Arn == name,
            StopTarget.Model model => model.ModelId == StopTargetText.ModelName(name),
            StopTarget.WholeAccount => name == StopTargetText.WholeAccount,
            _ => false,
        };
    }
}
