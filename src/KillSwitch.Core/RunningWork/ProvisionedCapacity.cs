using KillSwitch.Core.Prices;

namespace KillSwitch.Core.RunningWork;

/// <summary>Provisioned throughput: paid by the hour, used or not, until someone deletes it. The guard never does.</summary>
/// <param name="Region">Where it is.</param>
/// <param name="ModelId">The foundation model that it serves.</param>
/// <param name="Units">Model units.</param>
/// <param name="Commitment">How it was bought.</param>
public sealed record ProvisionedCapacity(string Arn, string Region, string ModelId, int Units, CapacityCommitment Commitment);
