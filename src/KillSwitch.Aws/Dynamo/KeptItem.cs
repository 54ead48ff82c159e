using Amazon.DynamoDBv2.Model;

namespace KillSwitch.Aws.Dynamo;

/// <summary>
/// Reads items that a person can have edited. INVARIANT (one shields no other): what cannot be read is left out, and noted to be said.
/// </summary>
internal static class KeptItem
{
    /// <summary>Null for one that cannot be read.</summary>
    public static T? Read<T>(LedgerTable table, Dictionary<string, AttributeValue> item, Func<Dictionary<string, AttributeValue>, T?> read)
        where T : class
    {
        try
        {
            return read(item);
        }
        catch (Exception error) when (Damage.Is(error))
        {
            table.Damaged.Add(Name(item), Damage.Of(error));
            return null;
        }
    }

    /// <summary>The same for what is nothing where it cannot be read.</summary>
    public static T ReadValue<T>(
        LedgerTable table, Dictionary<string, AttributeValue> item, Func<Dictionary<string, AttributeValue>, T> read)
        where T : struct => Read(table, item, one => (object)read(one)) is T value ? value : default;

    /// <summary>Those that can be read, in their order.</summary>
    public static IEnumerable<T> Each<T>(
        LedgerTable table, IEnumerable<Dictionary<string, AttributeValue>> items, Func<Dictionary<string, AttributeValue>, T?> read)
        where T : class => items.Select(item => Read(table, item, read)).OfType<T>();

    public static string Name(Dictionary<string, AttributeValue> item) => $"{item[Item.PartitionKey].S}/{item[Item.SortKey].S}";
}
