using System.Text;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Scopes;

/// <summary>Where Bedrock is called; each has metrics of its own, and only <see cref="Runtime"/> writes invocation logs.</summary>
public enum BedrockEndpoint
{
    Runtime,
    Mantle,
}

/// <summary>
/// The scope under which CloudWatch's own count of a model is kept, beside the counters of the log:
/// <c>account=111122223333|endpoint=runtime|region=us-east-1|model=us.anthropic.claude-opus-4-6-v1</c>.
/// </summary>
public static class MetricScope
{
    private const string Endpoint = "endpoint=";

    /// <param name="region">Where the call was made.</param>
    /// <param name="endpoint">Which metrics.</param>
    /// <param name="model">The model as the metrics spell it.</param>
    public static string Of(string account, string region, BedrockEndpoint endpoint, string model)
    {
        var text = new StringBuilder("account=").Append(account).Append('|').Append(Endpoint)
            .Append(endpoint == BedrockEndpoint.Mantle ? "mantle" : "runtime").Append("|region=");
        ScopeText.Append(text, region);
        text.Append("|model=");
        ScopeText.Append(text, model);
        return text.ToString();
    }

    /// <summary>What all of them have in common, for one account.</summary>
    public static string Shape(string account) => $"account={account}|endpoint|region|model";

    public static (string Region, BedrockEndpoint Endpoint, ModelId Model) Parse(string scope) => (
        ScopeText.Value(scope, Dimension.Region) ?? "",
        scope.Contains("|endpoint=mantle|", StringComparison.Ordinal) ? BedrockEndpoint.Mantle : BedrockEndpoint.Runtime,
        ModelId.Parse(ScopeText.Value(scope, Dimension.Model) ?? ""));
}
