using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Money;

namespace KillSwitch.Aws.Policies;

/// <summary>How the rule of a drill is kept, with the policy that it stands beside.</summary>
internal static class DrillItem
{
    public const string Attribute = "drill";

    public static AttributeValue Of(DrillRule rule) => new()
    {
        M = new()
        {
            ["id"] = Item.Text(rule.Drill),
            ["usd"] = Item.Number(rule.Limit.Amount),
            ["until"] = Item.Number(rule.Until.ToUnixTimeMilliseconds()),
        },
    };

    /// <summary>Null where there is none, and for what no drill writes.</summary>
    public static DrillRule? TryRead(IReadOnlyDictionary<string, AttributeValue> item)
    {
        if (!item.TryGetValue(Attribute, out var value) || value.M is not { Count: > 0 } drill)
            return null;
        return drill.TryGetValue("id", out var id) && id.S is { } name && drill.TryGetValue("usd", out var usd)
            && decimal.TryParse(usd.N, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)
            && drill.TryGetValue("until", out var until)
            && long.TryParse(until.N, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new DrillRule(name, new Usd(limit), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }
}
