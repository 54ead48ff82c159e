using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Logging;

/// <summary>What the deployment wished of invocation logging, as it is kept for a repair.</summary>
internal static class WishItem
{
    public static Dictionary<string, AttributeValue> Of(LoggingWish wish) => new()
    {
        ["choice"] = Item.Text(wish.Choice.ToString()),
        ["logGroup"] = Item.Text(wish.LogGroup),
        ["role"] = Item.Text(wish.RoleArn ?? ""),
        ["text"] = Item.Number(wish.TextDelivery ? 1L : 0L),
        ["filter"] = Item.Text(wish.FilterName),
        ["meter"] = Item.Text(wish.MeterArn),
    };

    public static LoggingWish Read(IReadOnlyDictionary<string, AttributeValue> item) => new(
        Enum.Parse<LoggingChoice>(item["choice"].S),
        item["logGroup"].S,
        item["role"].S is { Length: > 0 } role ? role : null,
        Item.Long(item, "text") == 1,
        item["filter"].S,
        item["meter"].S);
}
