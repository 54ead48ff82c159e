using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace KillSwitch.Aws.Dynamo;

/// <summary>The parts that every item of the table is made of.</summary>
internal static class Item
{
    public const string PartitionKey = "pk";
    public const string SortKey = "sk";

    /// <summary>When DynamoDB may drop it, in seconds since 1970.</summary>
    public const string ExpiresAt = "expiresAt";

    public static Dictionary<string, AttributeValue> Key(string partition, string sort) => new()
    {
        [PartitionKey] = Text(partition),
        [SortKey] = Text(sort),
    };

    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Without the zeros at its end, as DynamoDB keeps it.</summary>
    public static AttributeValue Number(decimal value) => new()
    {
        N = (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>0 where the attribute is missing.</summary>
    public static long Long(IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? long.Parse(value.N, NumberStyles.Integer, CultureInfo.InvariantCulture) : 0;

    /// <summary>0 where the attribute is missing.</summary>
    public static decimal Decimal(IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.TryGetValue(name, out var value) ? decimal.Parse(value.N, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;
}
