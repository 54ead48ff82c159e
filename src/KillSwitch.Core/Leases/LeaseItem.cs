namespace KillSwitch.Core.Leases;

/// <summary>
/// The item of the guard's table that a lease is, by the names that the guard and the state machine both know; times are texts such as
/// <c>2026-11-25T15:47:03Z</c>.
/// </summary>
public static class LeaseItem
{
    /// <summary>Partition and sort key, both: a partition of its own, so that a role can be held to it.</summary>
    public const string Key = "lease";

    public const string RenewedAt = "renewedAt";

    /// <summary>Until when the leased may spend. An item without it, and no item at all, hold for nobody.</summary>
    public const string HoldsUntil = "holdsUntil";

    /// <summary>Which <see cref="HoldsUntil"/> people were told of, after it had passed.</summary>
    public const string Told = "told";

    /// <summary>Why the guard did not renew it.</summary>
    public const string Withheld = "withheld";

    public const string WithheldSince = "withheldSince";
}
