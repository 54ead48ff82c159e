using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Audit;

/// <summary>Reads what was done.</summary>
public sealed class AuditTrail(LedgerTable table)
{
    /// <summary>The entries of a calendar month (UTC), oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(DateTimeOffset month, CancellationToken cancellation) =>
        [.. (await ConsistentRead.QueryAsync(table, AuditEntry.Partition(month), "", cancellation)).Select(AuditEntry.Read)];
}
