using System.IO.Compression;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.PriceLists;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.PriceLists;

/// <summary>One item a region, packed, and one with the version that all of them have together.</summary>
public sealed class DynamoPriceStore(LedgerTable table) : IPriceStore
{
    private const string Partition = "prices";
    private const string RegionPrefix = "region#";
    private const string VersionSort = "version";

    public async ValueTask<long> VersionAsync(CancellationToken cancellation) =>
        await GetAsync(VersionSort, consistent: false, cancellation) is { } item
            ? KeptItem.ReadValue(table, item, one => Item.Long(one, "version")) : 0;

    public async ValueTask<IReadOnlyList<KeptPrices>> AllAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, RegionPrefix, cancellation), Read)];

    public async ValueTask<KeptPrices?> FindAsync(string region, CancellationToken cancellation) =>
        await GetAsync(RegionPrefix + region, consistent: true, cancellation) is { } item ? KeptItem.Read(table, item, Read) : null;

    public async ValueTask<bool> TryKeepAsync(
        KeptPrices? before, RegionPrices after, string? audit, DateTimeOffset at, CancellationToken cancellation)
    {
        var put = new Put
        {
            TableName = table.Name,
            Item = new(Item.Key(Partition, RegionPrefix + after.Region))
            {
                ["number"] = Item.Number((before?.Number ?? 0) + 1),
                ["prices"] = new AttributeValue { B = new MemoryStream(Pack(after)) },
            },
        };
        // What cannot be read gives way like nothing.
        if (before is not null)
        {
            put.ConditionExpression = "#n = :before";
            put.ExpressionAttributeNames = new() { ["#n"] = "number" };
            put.ExpressionAttributeValues = new() { [":before"] = Item.Number(before.Number) };
        }

        List<TransactWriteItem> items = [new() { Put = put }];
        if (audit is not null)
        {
            items.Add(new()
            {
                Update = new Update
                {
                    TableName = table.Name,
                    Key = Item.Key(Partition, VersionSort),
                    UpdateExpression = "ADD #v :one",
                    ExpressionAttributeNames = new() { ["#v"] = "version" },
                    ExpressionAttributeValues = new() { [":one"] = Item.Number(1L) },
                },
            });
            items.Add(new AuditEntry(at, "prices", audit).Put(table));
        }

        return (await Transaction.WriteAsync(table, items, cancellation)).Count == 0;
    }

    private async Task<Dictionary<string, AttributeValue>?> GetAsync(string sort, bool consistent, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(
            new GetItemRequest { TableName = table.Name, Key = Item.Key(Partition, sort), ConsistentRead = consistent }, cancellation);
        return found.Item is { Count: > 0 } item ? item : null;
    }

    private static KeptPrices Read(Dictionary<string, AttributeValue> item)
    {
        using var gzip = new GZipStream(item["prices"].B, CompressionMode.Decompress);
        using var document = JsonDocument.Parse(gzip);
        return new KeptPrices(RegionPricesJson.Read(document.RootElement), Item.Long(item, "number"));
    }

    private static byte[] Pack(RegionPrices prices)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        using (var json = new Utf8JsonWriter(gzip))
            RegionPricesJson.Write(json, prices);
        return bytes.ToArray();
    }
}
