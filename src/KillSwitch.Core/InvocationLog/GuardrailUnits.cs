using System.Text.Json;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// What guardrails looked at, as the trace of an answer says: <c>usage</c> of each assessment. Words are filtered for nothing. A call
/// without a trace says nothing of it.
/// </summary>
internal static class GuardrailUnits
{
    private const int Deepest = 16;

    private static readonly (string Name, UnitKind Kind)[] Names =
    [
        ("contentPolicyUnits", UnitKind.GuardrailContent),
        ("topicPolicyUnits", UnitKind.GuardrailTopic),
        ("sensitiveInformationPolicyUnits", UnitKind.GuardrailSensitive),
        ("contextualGroundingPolicyUnits", UnitKind.GuardrailGrounding),
        ("contentPolicyImageUnits", UnitKind.GuardrailImage),
    ];

    /// <param name="trace">A JSON value; what cannot be read counts nothing.</param>
    public static IReadOnlyList<BilledUnits> Of(ReadOnlySpan<byte> trace)
    {
        var sums = new decimal[Names.Length];
        try
        {
            using var document = JsonDocument.Parse(trace.ToArray());
            Add(document.RootElement, sums, 0);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }

        return [.. Names.Zip(sums).Where(one => one.Second > 0).Select(one => new BilledUnits(one.First.Kind, one.Second))];
    }

    // Each form of a trace nests its assessments in another way.
    private static void Add(JsonElement value, decimal[] sums, int depth)
    {
        if (depth > Deepest)
            return;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Add(item, sums, depth + 1);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (member.NameEquals("usage"))
                    AddUsage(member.Value, sums);
                else
                    Add(member.Value, sums, depth + 1);
            }
        }
    }

    private static void AddUsage(JsonElement usage, decimal[] sums)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty(Names[i].Name, out var units)
                && units.ValueKind == JsonValueKind.Number && units.TryGetDecimal(out var count) && count is > 0 and <= 1_000_000)
            {
                sums[i] += count;
            }
        }
    }
}
