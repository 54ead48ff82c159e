using System.Text.Json;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Cli.UsageReports;

/// <summary>Usage that CloudWatch counts and no invocation log explains, for people and programs.</summary>
internal static class UnattributedOutput
{
    /// <summary>One sentence that names the models.</summary>
    public static string Sentence(IReadOnlyList<ModelUsage> models)
    {
        const int most = 5;
        var named = Listing.Of(
            [.. models.Select(model => $"{PlainText.Of(model.Model.Raw)} in {model.Region} {model.Usage.Cost}"
                + (model.Mantle.Calls > 0 ? " (mantle endpoint)" : ""))],
            most);
        var sum = models.Aggregate(default(Usage), (total, model) => total + model.Usage).Cost;
        return $"By CloudWatch's count {sum} more was spent that is in no invocation log: {named}.";
    }

    /// <summary>The member <c>unattributed</c>.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ModelUsage> models)
    {
        json.WriteStartArray("unattributed");
        foreach (var model in models)
        {
            json.WriteStartObject();
            json.WriteString("model", model.Model.Raw);
            json.WriteString("region", model.Region);
            json.WriteNumber("usd", Math.Round(model.Usage.Cost.Amount, 6, MidpointRounding.AwayFromZero));
            json.WriteNumber("meteredUsd", Math.Round(model.Metered.Cost.Amount, 6, MidpointRounding.AwayFromZero));
            json.WriteNumber("calls", model.Usage.Calls);
            json.WriteNumber("inputTokens", model.Usage.Tokens.TotalInputTokens);
            json.WriteNumber("outputTokens", model.Usage.Tokens.OutputTokens);
            json.WriteBoolean("mantle", model.Mantle.Calls > 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
