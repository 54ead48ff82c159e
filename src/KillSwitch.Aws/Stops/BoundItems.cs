using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Stops;

/// <summary>
/// What <c>maxStops</c> counts: an item for each window and kind with the number, and one for each slot that is taken up.
/// </summary>
internal static class BoundItems
{
    private const string Partition = "automatic";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Takes a slot up on the conditions that it was not, which comes first, and that the bound allows one more.</summary>
    public static IEnumerable<TransactWriteItem> Take(LedgerTable table, AutomaticBound bound)
    {
        var expires = Item.Number(bound.Window.End + (long)Kept.TotalSeconds);
        var window = string.Create(CultureInfo.InvariantCulture, $"{bound.Window.Start}-{bound.Window.End} {bound.Slot.Kind}");
        return
        [
            new()
            {
                Put = new Put
                {
                    TableName = table.Name,
                    Item = new(Item.Key(Partition, $"{window} {NameOf(bound.Slot.Name)}")) { [Item.ExpiresAt] = expires },
                    ConditionExpression = "attribute_not_exists(pk)",
                },
            },
            new()
            {
                Update = new Update
                {
                    TableName = table.Name,
                    Key = Item.Key(Partition, window),
                    UpdateExpression = "ADD stops :one SET expiresAt = :expires",
                    ConditionExpression = "attribute_not_exists(stops) OR stops < :most",
                    ExpressionAttributeValues = new()
                    {
                        [":one"] = Item.Number(1L),
                        [":most"] = Item.Number((long)bound.Count),
                        [":expires"] = expires,
                    },
                },
            },
        ];
    }

    // A key holds so much, and a name may be longer.
    private static string NameOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
