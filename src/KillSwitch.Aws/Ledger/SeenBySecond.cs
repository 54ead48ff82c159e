using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// What earlier versions wrote down of the records that they counted: one item for each account, region and second, holding 16 bytes
/// a record. A table that they wrote to is asked for it as long as records of their time may come again.
/// </summary>
internal sealed class SeenBySecond(LedgerTable table, TimeProvider clock)
{
    private const string Ids = "ids";
    private const string Sort = "seen";

    private readonly EarlierVersion _earlier = new(table, clock, "bySecondUntil");

    /// <summary>Up to which time of theirs records may have been counted so.</summary>
    public ValueTask<DateTimeOffset> UntilAsync(CancellationToken cancellation) => _earlier.UntilAsync(cancellation);

    /// <summary>Those of the records that were counted so.</summary>
    public async ValueTask<IReadOnlySet<RecordId>> AmongAsync(
        IEnumerable<(RecordId Record, DateTimeOffset Timestamp)> records, CancellationToken cancellation)
    {
        var found = new HashSet<RecordId>();
        var until = await UntilAsync(cancellation);
        var asked = records.Where(one => one.Timestamp < until)
            .Select(one => (one.Record, Partition: Partition(one.Record, one.Timestamp), Mark: Mark(one.Record))).ToList();
        if (asked.Count == 0)
            return found;
        var marks = new HashSet<(string, string)>();
        foreach (var item in await ConsistentRead.GetAsync(
            table, [.. asked.Select(one => one.Partition).Distinct().Select(partition => Item.Key(partition, Sort))], cancellation))
        {
            marks.UnionWith((item.GetValueOrDefault(Ids)?.BS ?? [])
                .Select(mark => (item[Item.PartitionKey].S, Convert.ToBase64String(mark.ToArray()))));
        }

        found.UnionWith(asked.Where(one => marks.Contains((one.Partition, one.Mark))).Select(one => one.Record));
        return found;
    }

    internal static string Partition(RecordId record, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"seen#{record.Account}#{record.Region}#{at.ToUnixTimeSeconds()}");

    internal static string Mark(RecordId record)
    {
        var request = record.RequestId;
        Span<byte> mark = stackalloc byte[SHA256.HashSizeInBytes];
        if (Guid.TryParseExact(request, "D", out var guid) && guid.ToString("D") == request)
            guid.TryWriteBytes(mark);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(request), mark);
        return Convert.ToBase64String(mark[..16]);
    }
}
