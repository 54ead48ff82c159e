using System.Globalization;
using KillSwitch.Core.Leases;

namespace KillSwitch.Infra.Leases;

/// <summary>Who may spend only while the guard is alive, and how long without a renewal.</summary>
/// <param name="Principals">In the order given.</param>
/// <param name="Minutes">From the last renewal to the lapse.</param>
internal sealed record LeaseOptions(IReadOnlyList<LeasedPrincipal> Principals, int Minutes)
{
    // The watch renews every minute, and its findings take three minutes to be over: shorter would lapse on a hiccup.
    private const int Shortest = 5;
    private const int Longest = 60;
    private const int Most = 20;

    /// <summary>Null where nobody is leased.</summary>
    /// <exception cref="ArgumentException">A value is not one of the allowed; the sentence says which.</exception>
    public static LeaseOptions? Of(string? principals, string? minutes)
    {
        if (principals is null)
        {
            return minutes is null
                ? null
                : throw new ArgumentException("`leaseMinutes` says nothing without `lease`, which names whom it is for");
        }

        var leased = principals.Split(',', StringSplitOptions.TrimEntries).Select(LeasedPrincipal.Parse).ToList();
        if (leased.Count > Most)
            throw new ArgumentException($"`lease` names {leased.Count} principals; allowed are up to {Most}");
        if (leased.GroupBy(principal => principal.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"`{twice.Key}` stands twice in `lease`");
        return new LeaseOptions(leased, minutes is null ? 10 : Checked(minutes));
    }

    /// <param name="policyArn">The prepared deny of a lapsed lease.</param>
    public LeaseTerms TermsBy(string policyArn) =>
        new(policyArn, [.. Principals.Select(principal => principal.Name)], TimeSpan.FromMinutes(Minutes));

    private static int Checked(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= Shortest and <= Longest
        ? minutes
        : throw new ArgumentException($"`{text}` is not allowed for `leaseMinutes`; allowed: whole minutes from {Shortest} to {Longest}");
}
