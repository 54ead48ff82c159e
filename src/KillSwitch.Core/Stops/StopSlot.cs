using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Stops;

/// <summary>
/// What a stop takes up of <c>maxStops</c>. INVARIANT (nobody uses up the others' stops): each kind of target has a bound of its own, and
/// what one caller can bring about alone counts once, however often it does.
/// </summary>
/// <param name="Kind">What is bounded by itself.</param>
/// <param name="Name">Whatever shares it counts as one.</param>
public sealed record StopSlot(StopScope Kind, string Name)
{
    public static StopSlot Of(StopTarget target) => target switch
    {
        // Whoever assumes a role makes up the names of its sessions.
        StopTarget.Session session => new(target.Kind, Owner(session.PrincipalName)),
        StopTarget.Principal principal => new(target.Kind, Owner(principal.PrincipalName)),
        // Whoever makes a call makes up its tags.
        StopTarget.Tag tag => new(target.Kind, tag.Key),
        _ => new(target.Kind, target.Name),
    };

    // A federated user's name is made up by whoever asks for its token; a caller of another account is not held here at all.
    private static string Owner(string principal) => principal.StartsWith("arn:", StringComparison.Ordinal) ? "others" : principal;
}
