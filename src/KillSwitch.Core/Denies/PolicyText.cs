using System.Text.Json;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Whether two policy documents mean the same by the letter: spaces, the order of members, statements and values, and a list of one do not
/// count.
/// </summary>
public static class PolicyText
{
    /// <summary>False where either is no JSON.</summary>
    public static bool IsSame(string one, string other)
    {
        try
        {
            using var first = JsonDocument.Parse(one);
            using var second = JsonDocument.Parse(other);
            return Normal(first.RootElement) == Normal(second.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Normal(JsonProperty member) => $"{JsonEncodedText.Encode(member.Name)}:{Normal(member.Value)}";

    private static string Normal(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{{string.Join(',', json.EnumerateObject().Select(Normal).Order(StringComparer.Ordinal))}}}",
        JsonValueKind.Array when json.GetArrayLength() == 1 => Normal(json[0]),
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Normal).Order(StringComparer.Ordinal))}]",
        JsonValueKind.String => $"\"{JsonEncodedText.Encode(json.GetString()!)}\"",
        _ => json.GetRawText(),
    };
}
