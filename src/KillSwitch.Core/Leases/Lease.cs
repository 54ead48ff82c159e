namespace KillSwitch.Core.Leases;

/// <summary>A lease as it stands.</summary>
/// <param name="RenewedAt">When it was renewed last; null before the first time.</param>
/// <param name="HoldsUntil">Until when the leased may spend; null where that is not known, and then nobody may.</param>
/// <param name="Withheld">Why the guard does not renew it; null while it does.</param>
/// <param name="WithheldSince">Since when.</param>
public sealed record Lease(
    DateTimeOffset? RenewedAt, DateTimeOffset? HoldsUntil, string? Withheld = null, DateTimeOffset? WithheldSince = null)
{
    /// <summary>
    /// As a deployment leaves it: it holds until the guard has renewed it for the first time, and begins to run out then.
    /// </summary>
    public static DateTimeOffset NotBegun { get; } = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    public bool HasBegun => HoldsUntil != NotBegun;

    public bool IsLapsed(DateTimeOffset now) => HoldsUntil is not { } until || until <= now;
}
