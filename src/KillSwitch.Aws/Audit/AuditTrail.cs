using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Audit;

/// <summary>Reads what was done, and takes lines that come with no change of a stop.</summary>
public sealed class AuditTrail(LedgerTable table) : IActionLog
{
    /// <summary>The entries of a calendar month (UTC), oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(DateTimeOffset month, CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, AuditEntry.Partition(month), "", cancellation), AuditEntry.Read)];

    public async ValueTask WriteAsync(DateTimeOffset at, string subject, string what, CancellationToken cancellation) =>
        await table.Client.PutItemAsync(table.Name, new AuditEntry(at, subject, what).Put(table).Put.Item, cancellation);
}
