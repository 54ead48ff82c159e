using System.Text;
using System.Text.Json;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>The size of DynamoDB items in bytes, by the published rules: names and values, numbers by their digits.</summary>
internal static class ItemSize
{
    public static long Of(JsonElement item) =>
        item.EnumerateObject().Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Name) + OfValue(attribute.Value));

    public static long OfValue(JsonElement value)
    {
        var typed = value.EnumerateObject().Single();
        return typed.Name switch
        {
            "S" => Encoding.UTF8.GetByteCount(typed.Value.GetString()!),
            "N" => OfNumber(typed.Value.GetString()!),
            "B" => typed.Value.GetBytesFromBase64().Length,
            "BS" => typed.Value.EnumerateArray().Sum(one => one.GetBytesFromBase64().Length),
            "SS" => typed.Value.EnumerateArray().Sum(one => Encoding.UTF8.GetByteCount(one.GetString()!)),
            "BOOL" or "NULL" => 1,
            "L" => 3 + typed.Value.EnumerateArray().Sum(one => 1 + OfValue(one)),
            "M" => 3 + typed.Value.EnumerateObject().Sum(one => 1 + Encoding.UTF8.GetByteCount(one.Name) + OfValue(one.Value)),
            _ => throw new ArgumentOutOfRangeException(nameof(value), typed.Name, "no type of DynamoDB's"),
        };
    }

    public static long OfNumber(string number) => (number.Count(char.IsAsciiDigit) / 2) + 2;
}
