using KillSwitch.Core.Wording;

namespace KillSwitch.Core.Stops;

/// <summary>What still denies the target of a stop that is lifted: what is said of it must agree with IAM.</summary>
/// <param name="All">Stops that deny all that it may call.</param>
/// <param name="Part">Stops that deny a part of that: one of its sessions, a model.</param>
public sealed record StillDenied(IReadOnlyList<Stop> All, IReadOnlyList<Stop> Part)
{
    private const string Whole = "still denied by ";
    private const string Partly = "in part still denied by ";

    // More names say no more.
    private const int NamedAtMost = 3;

    /// <summary>Null when nothing does.</summary>
    /// <param name="lifted">The stop that is lifted.</param>
    /// <param name="others">Those that hold something, or will.</param>
    /// <param name="isExempt">Whether a stop of everyone leaves the target out.</param>
    public static StillDenied? Of(Stop lifted, IEnumerable<Stop> others, bool isExempt)
    {
        var (all, part) = (new List<Stop>(), new List<Stop>());
        foreach (var other in others.Where(other => other.Denied.Account == lifted.Denied.Account))
        {
            if (IsWithin(lifted.Denied, other.Denied) && !(isExempt && other.Denied.IsForMany))
            {
                all.Add(other);
            }
            else if (IsWithin(other.Denied, lifted.Denied)
                || (other.Denied is StopTarget.Model or StopTarget.Models { Whose: StopTarget.WholeAccount }
                    && lifted.Denied is not StopTarget.Model && !isExempt))
            {
                part.Add(other);
            }
        }

        return all.Count + part.Count == 0 ? null : new StillDenied(all, part);
    }

    /// <summary>One sentence without a full stop.</summary>
    public string Sentence => All.Count > 0 ? Whole + Names(All) : Partly + Names(Part);

    /// <summary>The lifted stop with what denies its target now, in place of what denied it when it was last looked at.</summary>
    /// <param name="lifted">The stop.</param>
    /// <param name="now">Null for nothing.</param>
    public static Stop On(Stop lifted, StillDenied? now)
    {
        var note = string.Join(
            "; ", (lifted.Note?.Split("; ") ?? [])
            .Where(part => !part.StartsWith(Whole, StringComparison.Ordinal) && !part.StartsWith(Partly, StringComparison.Ordinal)));
        return lifted with
        {
            HeldBy = Ids(now?.All),
            PartHeldBy = Ids(now?.Part),
            Note = now is null ? (note.Length > 0 ? note : null) : note.Length > 0 ? $"{note}; {now.Sentence}" : now.Sentence,
        };
    }

    private static string? Ids(IReadOnlyList<Stop>? stops) =>
        stops is { Count: > 0 } ? string.Join(',', stops.Select(stop => stop.Id)) : null;

    private static bool IsWithin(StopTarget inner, StopTarget outer) => inner.IsCutWith(outer) || (inner, outer) switch
    {
        (_, StopTarget.WholeAccount) => true,
        // Of those with a tag, the stops that do not hold the lifted one are left out before.
        (StopTarget.Principal or StopTarget.Session, StopTarget.Principals) => true,
        (StopTarget.Models inside, not StopTarget.Models) => IsWithin(inside.Whose, outer),
        (StopTarget.Session session, StopTarget.Principal principal) => session.PrincipalName == principal.PrincipalName,
        _ => false,
    };

    private static string Names(IReadOnlyList<Stop> stops) =>
        Listing.Of([.. stops.Select(stop => $"{stop.Id} ({stop.Trip?.Rule ?? "by hand"}, {stop.Denied.Said})")], NamedAtMost);
}
