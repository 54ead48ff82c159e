namespace KillSwitch.Aws.Api.Runtime;

/// <summary>A host that a service has in place of the common one, as its endpoint rules say.</summary>
/// <param name="Partition">Where; null for every partition.</param>
/// <param name="Host"><c>{service}</c>, <c>{fips}</c> (<c>-fips</c> where it is wanted), <c>{region}</c>, <c>{home}</c> (the region that
/// stands for the partition) and <c>{suffix}</c>.</param>
internal sealed record HostRule(string? Partition, string Host)
{
    public const string Regional = "{service}{fips}.{region}.{suffix}";

    /// <summary>In GovCloud, hosts of these services fulfil FIPS by their common name.</summary>
    public static HostRule GovCloud { get; } = new("aws-us-gov", "{service}.{region}.{suffix}") { Fips = true };

    /// <summary>Whether FIPS must be wanted; null for either.</summary>
    public bool? Fips { get; init; }

    /// <summary>Whether dual stack must be wanted; null for either.</summary>
    public bool? DualStack { get; init; }

    /// <summary>The region that signs; null for the one that is called, or the partition's home where the host has no region.</summary>
    public string? SigningRegion { get; init; }

    public bool IsFor(string partition, bool fips, bool dualStack) =>
        (Partition is null || Partition == partition) && (Fips is null || Fips == fips) && (DualStack is null || DualStack == dualStack);
}
