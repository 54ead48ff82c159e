using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.ByHand;

/// <summary>
/// Whether what somebody pressed counts. INVARIANT (whoever is stopped lets nobody go): never of one who is stopped, whole or in part, and
/// nobody presses a button of a stop that is about them, waiting or not.
/// </summary>
/// <param name="mayRestore">Of the policy in force.</param>
public sealed class ChatRight(IReadOnlyList<Glob> mayRestore)
{
    /// <summary>Why not, as one clause; null where it does.</summary>
    /// <param name="sender">Who pressed.</param>
    /// <param name="pressed">The stop; null where there is none.</param>
    /// <param name="open">Stops that are not over.</param>
    public string? Refusal(ChatSender sender, Stop? pressed, IEnumerable<Stop> open)
    {
        if (sender is not ChatSender.Known { Principal: var person })
            return "IAM knows them for no role and no user of this account";
        if (!PrincipalPattern.AnyMatches(mayRestore, person))
            return $"`chat.mayRestore` of the policy in force does not name {person.Name}";
        if (pressed is not null && IsAbout(pressed, person))
            return "the stop is about them";
        return open.FirstOrDefault(stop => stop.IsActive && IsAbout(stop, person)) is { } own
            ? $"they are stopped themselves ({own.Id})"
            : null;
    }

    // Whoever has the role names the session.
    private static bool IsAbout(Stop stop, Principal person) =>
        Holds(stop.Target.ToWhose(), person) || Holds(stop.Denied.ToWhose(), person);

    private static bool Holds(StopTarget target, Principal person) => target switch
    {
        StopTarget.Principal one => one.PrincipalName == person.Name,
        StopTarget.Session one => one.PrincipalName == person.Name,
        StopTarget.Principals many => many.Holds(person.Tags) != false,
        _ => false,
    };
}
