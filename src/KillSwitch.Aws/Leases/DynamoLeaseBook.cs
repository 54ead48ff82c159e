using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Leases;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Leases;

/// <summary>The lease as one item, in a form that a state machine can read: times are texts, and later ones sort later.</summary>
public sealed class DynamoLeaseBook(LedgerTable table) : ILeaseBook
{
    private const int LongestReason = 500;

    private static Dictionary<string, AttributeValue> Key => Item.Key(LeaseItem.Key, LeaseItem.Key);

    public async ValueTask<Lease?> ReadAsync(CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(new GetItemRequest
        {
            TableName = table.Name,
            Key = Key,
            ConsistentRead = true,
        }, cancellation);
        return found.Item is { Count: > 0 } item
            ? new Lease(Time(item, LeaseItem.RenewedAt), Time(item, LeaseItem.HoldsUntil), item.GetValueOrDefault(LeaseItem.Withheld)?.S,
                Time(item, LeaseItem.WithheldSince))
            : null;
    }

    public ValueTask RenewAsync(DateTimeOffset now, DateTimeOffset holdsUntil, CancellationToken cancellation) => UpdateAsync(
        $"SET {LeaseItem.RenewedAt} = :now, {LeaseItem.HoldsUntil} = :until REMOVE {LeaseItem.Withheld}, {LeaseItem.WithheldSince}",
        // A time that is none, or has yet to come, is nobody's later run.
        $"NOT attribute_type({LeaseItem.RenewedAt}, :string) OR {LeaseItem.RenewedAt} < :now OR {LeaseItem.RenewedAt} > :later",
        new()
        {
            [":now"] = Item.Text(Text(now)),
            [":until"] = Item.Text(Text(holdsUntil)),
            [":later"] = Item.Text(Text(now + ClockSkew.Most)),
            [":string"] = Item.Text("S"),
        },
        cancellation);

    public ValueTask WithholdAsync(string reason, DateTimeOffset now, CancellationToken cancellation) => UpdateAsync(
        $"SET {LeaseItem.Withheld} = :reason, {LeaseItem.WithheldSince} = if_not_exists({LeaseItem.WithheldSince}, :now)",
        null,
        new()
        {
            [":reason"] = Item.Text(reason.Length <= LongestReason ? reason : reason[..LongestReason]),
            [":now"] = Item.Text(Text(now)),
        },
        cancellation);

    /// <summary>
    /// A lease that holds until the guard renews it for the first time. One that is there already stays, unless it is of an earlier
    /// deployment.
    /// </summary>
    public async ValueTask PrepareAsync(bool afresh, CancellationToken cancellation)
    {
        try
        {
            await table.Client.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table.Name,
                    Item = new(Key) { [LeaseItem.HoldsUntil] = Item.Text(Text(Lease.NotBegun)) },
                    ConditionExpression = afresh ? null : $"attribute_not_exists({LeaseItem.HoldsUntil})",
                },
                cancellation);
        }
        catch (ConditionalCheckFailedException)
        {
            // It is there.
        }
    }

    private async ValueTask UpdateAsync(
        string update, string? condition, Dictionary<string, AttributeValue> values, CancellationToken cancellation)
    {
        try
        {
            await table.Client.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = table.Name,
                    Key = Key,
                    UpdateExpression = update,
                    ConditionExpression = condition,
                    ExpressionAttributeValues = values,
                }, cancellation);
        }
        catch (ConditionalCheckFailedException)
        {
            // A later run has renewed it.
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(Dictionary<string, AttributeValue> item, string name) =>
        DateTimeOffset.TryParse(item.GetValueOrDefault(name)?.S, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
