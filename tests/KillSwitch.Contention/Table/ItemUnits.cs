using System.Text;
using Amazon.DynamoDBv2.Model;

namespace KillSwitch.Contention.Table;

/// <summary>What a write costs by the published rules: a unit for each KB that was begun of the larger of before and after.</summary>
internal static class ItemUnits
{
    private const int Unit = 1_024;

    /// <summary>A transaction prepares and commits: twice as many.</summary>
    public static int OfTransaction(IReadOnlyDictionary<string, AttributeValue> item) => 2 * OfWrite(item);

    public static int OfWrite(IReadOnlyDictionary<string, AttributeValue> item) => Math.Max(1, (Size(item) + Unit - 1) / Unit);

    private static int Size(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var bytes = 0;
        foreach (var (name, value) in item)
            bytes += Encoding.UTF8.GetByteCount(name) + Size(value);
        return bytes;
    }

    private static int Size(AttributeValue value)
    {
        if (value.S is { } text)
            return Encoding.UTF8.GetByteCount(text);
        if (value.N is { } number)
            return (number.Length / 2) + 2;
        return value.BS is { } set
            ? set.Sum(one => (int)one.Length)
            : throw new NotSupportedException("a value of a type that the ledger does not write");
    }
}
