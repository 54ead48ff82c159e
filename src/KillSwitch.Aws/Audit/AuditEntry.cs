using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Stops;

namespace KillSwitch.Aws.Audit;

/// <summary>
/// One line of the record of everything that the guard and its people did. Written with the change that it tells of, never changed.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Subject">A stop's id, <c>policy</c>, <c>prices</c> or <c>drill</c>.</param>
/// <param name="What">One sentence, without a full stop.</param>
public sealed record AuditEntry(DateTimeOffset At, string Subject, string What)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    internal static AuditEntry Of(Stop stop, DateTimeOffset at) => new(
        at,
        stop.Id,
        $"{stop.State}: {stop.Target.Name} under rule {stop.Cause.RuleText}" + (stop.Note is { } note ? ", " + note : ""));

    internal static string Partition(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"audit#{at.UtcDateTime:yyyy-MM}");

    internal TransactWriteItem Put(LedgerTable table) => new()
    {
        Put = new Put
        {
            TableName = table.Name,
            Item = new(Item.Key(Partition(At), string.Create(CultureInfo.InvariantCulture, $"{At.UtcDateTime:O}#{Guid.NewGuid():N}")))
            {
                ["subject"] = Item.Text(Subject),
                ["what"] = Item.Text(What),
                [Item.ExpiresAt] = Item.Number((At + Kept).ToUnixTimeSeconds()),
            },
        },
    };

    internal static AuditEntry Read(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var sort = item[Item.SortKey].S;
        var at = DateTimeOffset.Parse(
            sort[..sort.IndexOf('#', StringComparison.Ordinal)], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new AuditEntry(at, item["subject"].S, item["what"].S);
    }
}
