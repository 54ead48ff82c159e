using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Drills;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Drills;

/// <summary>One item a region, in the guard's table, which nobody but the guard and its operators may write.</summary>
public sealed class DynamoDrillBook(LedgerTable table) : IDrillBook
{
    private const string Partition = "drills";
    private const int MostInTransaction = 100;

    public async ValueTask KeepAsync(DrillFindings drill, CancellationToken cancellation)
    {
        List<TransactWriteItem> lines =
            [.. DrillWords.Audit(drill).Select(line => new AuditEntry(drill.EndedAt, DrillWords.Subject, line).Put(table))];
        var further = lines.Skip(MostInTransaction - 1).Chunk(MostInTransaction);
        foreach (var chunk in further)
            await Transaction.WriteAsync(table, [.. chunk], cancellation);
        List<TransactWriteItem> rest = [.. lines.Take(MostInTransaction - 1)];
        // What is kept ended later: then the trail alone is written.
        if ((await Transaction.WriteAsync(table, [Put(drill), .. rest], cancellation)).Count > 0)
            await Transaction.WriteAsync(table, rest, cancellation);
    }

    public async ValueTask<DrillFindings?> FindAsync(string region, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(
            new GetItemRequest { TableName = table.Name, Key = Item.Key(Partition, region), ConsistentRead = true }, cancellation);
        return found.Item is { Count: > 0 } item ? KeptItem.Read(table, item, Read) : null;
    }

    public async ValueTask<IReadOnlyList<DrillFindings>> AllAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, "", cancellation), Read)];

    private TransactWriteItem Put(DrillFindings drill) => new()
    {
        Put = new Put
        {
            TableName = table.Name,
            Item = new(Item.Key(Partition, drill.Region))
            {
                ["endedAt"] = Item.Number(drill.EndedAt.ToUnixTimeMilliseconds()),
                ["findings"] = Item.Text(JsonText.Of(json => DrillFindingsJson.Write(json, drill))),
            },
            // A time that is none, or has yet to come, is nobody's later drill.
            ConditionExpression = "NOT attribute_type(endedAt, :number) OR endedAt <= :ended OR endedAt > :later",
            ExpressionAttributeValues = new()
            {
                [":number"] = Item.Text("N"),
                [":ended"] = Item.Number(drill.EndedAt.ToUnixTimeMilliseconds()),
                [":later"] = Item.Number((drill.EndedAt + ClockSkew.Most).ToUnixTimeMilliseconds()),
            },
        },
    };

    private static DrillFindings Read(Dictionary<string, AttributeValue> item)
    {
        using var document = JsonDocument.Parse(item["findings"].S);
        var drill = DrillFindingsJson.Read(document.RootElement);
        return drill.Region == item[Item.SortKey].S ? drill
            : throw new FormatException($"it is of {drill.Region}");
    }
}
