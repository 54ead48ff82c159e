namespace KillSwitch.Core.Leases;

/// <summary>What a deployment leases.</summary>
/// <param name="PolicyArn">The prepared deny of a lapsed lease, and of nothing else.</param>
/// <param name="Principals"><c>role/NAME</c> and <c>user/NAME</c>.</param>
/// <param name="Length">From a renewal to the lapse.</param>
public sealed record LeaseTerms(string PolicyArn, IReadOnlyList<string> Principals, TimeSpan Length);
