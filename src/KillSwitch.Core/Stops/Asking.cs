using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Stops;

/// <summary>
/// Whether what a person asked for is carried out. INVARIANT (whoever is stopped lets nobody go): never for one who is stopped.
/// </summary>
/// <param name="operators">Who may ask, as <c>role/NAME</c> and <c>user/NAME</c>; empty where that is not known.</param>
public sealed class Asking(IReadOnlyCollection<string> operators)
{
    /// <summary>Why what somebody asked of a stop is not carried out, as one clause; null where nobody did, or it is.</summary>
    /// <param name="open">Stops that are not over, this one among them.</param>
    public string? Refusal(Stop stop, IEnumerable<Stop> open) =>
        // Whoever asks to be stopped may.
        stop.IsAskedFor ? Refusal(stop.AskedBy, open.Where(other => other.Id != stop.Id || stop.State == StopState.Releasing)) : null;

    /// <summary>The same of anything that a person may ask for.</summary>
    /// <param name="by">The ARN of the person; null where nobody asked.</param>
    /// <param name="open">Stops that are not over.</param>
    public string? Refusal(string? by, IEnumerable<Stop> open)
    {
        if (by is null)
            return null;
        var caller = Caller.Parse(by);
        if (open.FirstOrDefault(stop => stop.IsActive && Holds(stop.Denied, caller)) is { } stop)
            return $"{by} is stopped itself ({stop.Id})";
        return operators.Count > 0 && !operators.Contains(caller.Principal.Name) ? $"{by} is no operator of the guard" : null;
    }

    // Everyone is stopped with the account or a model, those who look after the guard among them.
    private static bool Holds(StopTarget denied, Caller caller) => denied switch
    {
        StopTarget.Principal one => one.PrincipalName == caller.Principal.Name,
        StopTarget.Session one => one.PrincipalName == caller.Principal.Name && one.SessionName == caller.Session,
        _ => false,
    };
}
