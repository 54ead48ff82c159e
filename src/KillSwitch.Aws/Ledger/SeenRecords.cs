using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// Which records were counted: one item for each account, region and second of record time, holding 16 bytes a record.
/// It is written in the transaction of the counters that it guards, on the condition that none of its records is in it yet.
/// </summary>
internal static class SeenRecords
{
    /// <summary>An expression holds 300 operators, and a record needs three.</summary>
    public const int MaxPerWrite = 90;

    private const string Ids = "ids";
    private const string Sort = "seen";

    // Longer than anything is delivered again: a subscription retries for a day, a dead-letter queue keeps two weeks.
    private static readonly long Kept = (long)TimeSpan.FromDays(35).TotalSeconds;

    public static string Partition(Posting posting) =>
        string.Create(CultureInfo.InvariantCulture, $"seen#{posting.Record.Account}#{posting.Record.Region}#{posting.Timestamp.ToUnixTimeSeconds()}");

    /// <summary>A record's mark; one that is counted in several parts has a mark for each.</summary>
    public static string Mark(Posting posting, int part)
    {
        var request = posting.Record.RequestId;
        Span<byte> mark = stackalloc byte[SHA256.HashSizeInBytes];
        if (Guid.TryParseExact(request, "D", out var guid) && guid.ToString("D") == request)
            guid.TryWriteBytes(mark);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(request), mark);
        mark[15] ^= (byte)part;
        return Convert.ToBase64String(mark[..16]);
    }

    public static Update Add(LedgerTable table, string partition, long second, IReadOnlyList<string> marks)
    {
        var condition = new StringBuilder();
        var set = new MemoryStreamSet(marks);
        var values = new Dictionary<string, AttributeValue> { [":new"] = set.Value, [":expires"] = Item.Number(second + Kept) };
        for (var i = 0; i < marks.Count; i++)
        {
            var name = ":" + i.ToString(CultureInfo.InvariantCulture);
            condition.Append(condition.Length == 0 ? "NOT contains(ids," : "AND NOT contains(ids,").Append(name).Append(") ");
            values.Add(name, new AttributeValue { B = MemoryStreamSet.Bytes(marks[i]) });
        }

        return new Update
        {
            TableName = table.Name,
            Key = Item.Key(partition, Sort),
            UpdateExpression = "ADD ids :new SET #expires = :expires",
            ConditionExpression = condition.ToString(),
            ExpressionAttributeNames = new() { ["#expires"] = Item.ExpiresAt },
            ExpressionAttributeValues = values,
        };
    }

    /// <summary>The marks that are in some of these partitions.</summary>
    public static async Task<HashSet<(string Partition, string Mark)>> ReadAsync(LedgerTable table, IReadOnlyCollection<string> partitions, CancellationToken cancellation)
    {
        var found = new HashSet<(string, string)>();
        foreach (var item in await ConsistentRead.GetAsync(table, [.. partitions.Select(partition => Item.Key(partition, Sort))], cancellation))
        {
            foreach (var mark in item[Ids].BS)
                found.Add((item[Item.PartitionKey].S, Convert.ToBase64String(mark.ToArray())));
        }

        return found;
    }

    private sealed class MemoryStreamSet(IReadOnlyList<string> marks)
    {
        public AttributeValue Value { get; } = new() { BS = [.. marks.Select(Bytes)] };

        public static MemoryStream Bytes(string mark) => new(Convert.FromBase64String(mark));
    }
}
