using Amazon.Bedrock;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Logging;

/// <summary>
/// The log groups that records come from in one region, as the deployment, the setup and the watch have written them down; Bedrock's own
/// setting is asked where none of them knows a group.
/// </summary>
/// <param name="memory">What the watch has seen.</param>
/// <param name="bedrock">Of the region.</param>
/// <param name="deployed">The group that the deployment made or was given; null where it does not say.</param>
public sealed class OwnGroups(
    LedgerTable table, IGuardMemory memory, AmazonBedrockClient bedrock, string region, string? deployed) : IOwnGroups
{
    private readonly HashSet<string> _known = deployed is null ? [] : [deployed];

    public async ValueTask<bool> HasAsync(string group, CancellationToken cancellation)
    {
        if (_known.Contains(group))
            return true;
        await LearnAsync(cancellation);
        if (!_known.Contains(group) && await LogDelivery.AskAsync(bedrock, cancellation) is LogDelivery.Group { Name: var named })
            _known.Add(named);
        return _known.Contains(group);
    }

    /// <summary>Reads what is written down; no batch needs to wait for it.</summary>
    public async ValueTask LearnAsync(CancellationToken cancellation)
    {
        Learn(await KeptAsync("wish#" + region, "logGroup", cancellation));
        Learn(await KeptAsync("subscription#" + region, "group", cancellation));
        Learn(await memory.RecallAsync(InvocationArchive.Remembered(region), cancellation));
        Learn(await memory.RecallAsync(InvocationArchive.Before(region), cancellation));
    }

    private void Learn(string? group)
    {
        if (!string.IsNullOrEmpty(group))
            _known.Add(group);
    }

    private async ValueTask<string?> KeptAsync(string sort, string name, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(new GetItemRequest
        {
            TableName = table.Name,
            Key = Item.Key(InvocationLogging.Partition, sort),
            ConsistentRead = true,
        }, cancellation);
        return found.Item is { Count: > 0 } item ? KeptItem.Read(table, item, one => one[name].S) : null;
    }
}
