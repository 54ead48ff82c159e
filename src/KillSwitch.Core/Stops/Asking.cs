using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Stops;

/// <summary>
/// Whether what a person asked for is carried out. INVARIANT (whoever is stopped lets nobody go): never for one who is stopped.
/// </summary>
/// <param name="operators">Who may ask, as <c>role/NAME</c> and <c>user/NAME</c>; empty where that is not known.</param>
public sealed class Asking(IReadOnlyCollection<string> operators)
{
    /// <summary>Whom the policy in force lets restore, approve and reject in chat, operators or not.</summary>
    public IReadOnlyList<Glob> InChat { get; init; } = [];

    /// <summary>Why what somebody asked of a stop is not carried out, as one clause; null where nobody did, or it is.</summary>
    /// <param name="open">Stops that are not over, this one among them.</param>
    public string? Refusal(Stop stop, IEnumerable<Stop> open) =>
        // Whoever asks to be stopped may.
        stop.IsAskedFor
            ? Refusal(
                stop.AskedBy, open.Where(other => other.Id != stop.Id || stop.State == StopState.Releasing),
                // No button stops anybody.
                mayBeOfChat: stop.State == StopState.Releasing || stop.Cause is not StopCause.ByPerson)
            : null;

    /// <summary>The same of anything that a person may ask for.</summary>
    /// <param name="by">The ARN of the person; null where nobody asked.</param>
    /// <param name="open">Stops that are not over.</param>
    public string? Refusal(string? by, IEnumerable<Stop> open) => Refusal(by, open, mayBeOfChat: false);

    private string? Refusal(string? by, IEnumerable<Stop> open, bool mayBeOfChat)
    {
        if (by is null)
            return null;
        var caller = Caller.Parse(by);
        if (open.FirstOrDefault(stop => stop.IsActive && Holds(stop.Denied, caller)) is { } stop)
            return $"{by} is stopped itself ({stop.Id})";
        // What was pressed was held against the whole name then; what is kept of it has no path.
        return operators.Count == 0 || operators.Contains(caller.Principal.Name)
            || (mayBeOfChat && PrincipalPattern.AnyMatches(InChat, caller.Principal))
            ? null
            : $"{by} is no operator of the guard";
    }

    // Everyone is stopped with the account or a model, those who look after the guard among them.
    private static bool Holds(StopTarget denied, Caller caller) => denied switch
    {
        StopTarget.Principal one => one.PrincipalName == caller.Principal.Name,
        StopTarget.Session one => one.PrincipalName == caller.Principal.Name && one.SessionName == caller.Session,
        _ => false,
    };
}
