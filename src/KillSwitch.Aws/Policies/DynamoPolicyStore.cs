using System.Globalization;
using System.IO.Compression;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Policies;

/// <summary>Every policy that was in force, and the one that is. A new version never overwrites an old one.</summary>
public sealed class DynamoPolicyStore(LedgerTable table)
{
    private const string Partition = "policy";
    private const string CurrentSort = "current";

    // DynamoDB holds 400 KB an item; the rest of it is small.
    private const int LargestItem = 390_000;

    /// <summary>Null while no policy was ever applied.</summary>
    public ValueTask<PolicyVersion?> CurrentAsync(CancellationToken cancellation) => ReadAsync(CurrentSort, cancellation);

    /// <summary>Null when there is no such version.</summary>
    public ValueTask<PolicyVersion?> FindAsync(int number, CancellationToken cancellation) => ReadAsync(Sort(number), cancellation);

    /// <summary>Puts the next version in force; false when someone else did so first, and then nothing changed.</summary>
    /// <exception cref="ArgumentException">The file is too large to be kept.</exception>
    public async ValueTask<bool> TryApplyAsync(PolicyVersion next, CancellationToken cancellation)
    {
        var packed = Pack(next.Yaml);
        if (packed.Length > LargestItem)
            throw new ArgumentException($"the policy is {packed.Length / 1024} KB compressed; {LargestItem / 1024} KB can be kept", nameof(next));
        List<TransactWriteItem> items =
        [
            new()
            {
                Put = new Put
                {
                    TableName = table.Name,
                    Item = ItemOf(next, CurrentSort, packed),
                    ConditionExpression = next.Number == 1 ? "attribute_not_exists(pk)" : "version = :before",
                    ExpressionAttributeValues = next.Number == 1 ? null : new() { [":before"] = Item.Number(next.Number - 1L) },
                },
            },
            new() { Put = new Put { TableName = table.Name, Item = ItemOf(next, Sort(next.Number), packed), ConditionExpression = "attribute_not_exists(pk)" } },
            new AuditEntry(next.At, "policy", $"version {next.Number} put in force by {next.By}").Put(table),
        ];
        return (await Transaction.WriteAsync(table, items, cancellation)).Count == 0;
    }

    private async ValueTask<PolicyVersion?> ReadAsync(string sort, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(
            new GetItemRequest { TableName = table.Name, Key = Item.Key(Partition, sort), ConsistentRead = true }, cancellation);
        return found.Item is { Count: > 0 } item
            ? new PolicyVersion(
                (int)Item.Long(item, "version"),
                Unpack(item["yaml"].B),
                DateTimeOffset.FromUnixTimeMilliseconds(Item.Long(item, "at")),
                item["by"].S)
            : null;
    }

    private static Dictionary<string, AttributeValue> ItemOf(PolicyVersion version, string sort, byte[] packed) => new(Item.Key(Partition, sort))
    {
        ["version"] = Item.Number((long)version.Number),
        ["yaml"] = new AttributeValue { B = new MemoryStream(packed) },
        ["at"] = Item.Number(version.At.ToUnixTimeMilliseconds()),
        ["by"] = Item.Text(version.By),
    };

    private static string Sort(int number) => "version#" + number.ToString("D6", CultureInfo.InvariantCulture);

    private static byte[] Pack(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static string Unpack(MemoryStream packed)
    {
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
